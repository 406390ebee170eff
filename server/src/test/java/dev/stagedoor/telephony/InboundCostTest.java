// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.SipCall;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A call that comes in costs what its number's price says, and no cap cuts it off (R5)")
@Tag("slow")
class InboundCostTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, TelephonyConfig.looking(Duration.ofMillis(200))));

    private static final String CALLER = "+12025550143";
    private static int last;

    private TestTenant acme;
    private String number;

    @BeforeEach
    void aNumberThatCostsTwoCentsAMinute() {
        number = "+4420718391%02d".formatted(++last);
        acme = new TestTenant(SERVER, "called-" + last).withAgent("demo");
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        done(SERVER.operator().put(acme.path("/call-prices"), """
                {"items":[{"direction":"inbound","prefix":"+44","per_minute":0.02},
                          {"direction":"inbound","prefix":"+1","per_minute":9},
                          {"direction":"outbound","prefix":"+44","per_minute":9}]}
                """));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private JsonNode settled(String call) {
        until(call + " is settled", () -> cost(call).at("/settled").asBoolean());
        return cost(call);
    }

    private JsonNode cost(String call) {
        return done(acme.backend().get("/api/v1/calls/" + call)).json().at("/phone/cost");
    }

    private JsonNode calls() {
        return done(acme.backend().get("/api/v1/calls")).json().at("/items");
    }

    @Test
    void the_called_number_says_what_a_call_by_sip_costs_and_it_ends_when_the_caller_leaves() {
        Answer trunk = done(acme.backend().post("/api/v1/numbers/" + number.replace("+", "%2B") + "/provision", "{}"));
        done(SERVER.operator().put(acme.path("/dial-settings"), "{\"spend_per_day\":0,\"spend_per_month\":0}"));
        SipCall call =
                acme.livekit().sip().dial(Caller.of(CALLER, number).with(trunk.at("/username"), trunk.at("/password")));
        until("the call is found", () -> !calls().isEmpty());
        String id = calls().get(0).at("/id").asText();
        until("the caller is connected", () -> call.status() == SipCall.Status.ACTIVE);
        assertThat(cost(id).at("/held").asDouble()).isZero();
        assertThat(cost(id).at("/settled").asBoolean()).isFalse();

        call.hangUp();
        done(acme.backend().post("/api/v1/calls/" + id + "/end"));

        JsonNode cost = settled(id);
        assertThat(cost.at("/amount").asDouble()).isEqualTo(0.02);
        assertThat(cost.at("/legs/0/kind").asText()).isEqualTo("inbound");
        assertThat(done(acme.backend().get("/api/v1/call-spend"))
                        .json()
                        .at("/today/spent")
                        .asDouble())
                .isEqualTo(0.02);
    }

    @Test
    void so_does_one_that_a_front_end_reports_once_however_often_it_is_reported() {
        FrontEnd frontEnd = FrontEnd.of(SERVER, acme, Clock.systemUTC());
        String body = FrontEnd.call(CALLER, number, "c1");
        String call = done(frontEnd.report(body)).at("/join_room/call_id");
        assertThat(done(frontEnd.report(body)).at("/join_room/call_id")).isEqualTo(call);

        done(acme.backend().post("/api/v1/calls/" + call + "/end"));

        assertThat(settled(call).at("/legs")).hasSize(1);
        assertThat(cost(call).at("/amount").asDouble()).isEqualTo(0.02);
    }

    @Test
    void a_caller_whom_no_agent_answered_costs_nothing() {
        done(acme.backend().put("/api/v1/phone-settings", "{\"answer_within\":1}"));
        done(SERVER.operator().put(acme.path("/agents/nobody"), "{\"name\":\"nobody\",\"agent_name\":\"nobody\"}"));
        done(acme.backend().patch("/api/v1/numbers/" + number.replace("+", "%2B"), "{\"agent_slug\":\"nobody\"}"));

        FrontEnd.of(SERVER, acme, Clock.systemUTC()).report(FrontEnd.call(CALLER, number, "c1"));

        assertThat(settled(calls().get(0).at("/id").asText()).at("/amount").asDouble())
                .isZero();
    }

    @Test
    void what_a_caller_was_seen_to_leave_before_the_call_ended_is_not_charged() {
        FrontEnd frontEnd = FrontEnd.of(SERVER, acme, Clock.systemUTC());
        String call = done(frontEnd.report(FrontEnd.call(CALLER, number, "c1"))).at("/join_room/call_id");
        done(acme.backend().post("/api/v1/calls/" + call + "/end"));
        assertThat(settled(call).at("/billed_seconds").asLong()).isEqualTo(60);

        // As if it had ended after ten minutes, and the caller had left after one and a half.
        String where = " WHERE call_id = '" + call + "'";
        SERVER.sql("UPDATE calls SET ended_at = created_at + interval '10 minutes'" + where);
        SERVER.sql(
                "INSERT INTO participants (tenant_id, room_sid, participant_sid, room, call_id, agent_slug, identity,"
                        + " kind, joined_at, seen_at, left_at) SELECT tenant_id, 'RM_1', 'PA_1', room, call_id, agent_slug,"
                        + " user_id, 'sip', created_at, created_at, created_at + interval '90 seconds' FROM calls"
                        + where);
        SERVER.sql("UPDATE phone_costs SET settled_at = NULL, cost_micros = NULL, due_at = now()" + where);

        assertThat(settled(call).at("/billed_seconds").asLong()).isEqualTo(120);
        assertThat(cost(call).at("/amount").asDouble()).isEqualTo(0.04);
    }
}
