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
import dev.stagedoor.sandbox.ParticipantChange;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.Caller;
import dev.stagedoor.sandbox.sip.SipCall;
import dev.stagedoor.telephony.trunk.TrunksTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("a call that LiveKit SIP begins is found, recorded, limited and ended like any other")
@Tag("slow")
class PhoneArrivalsTest {
    @RegisterExtension
    static final TestServer SERVER =
            TestServer.configured(usual -> TestConfig.with(usual, TelephonyConfig.looking(Duration.ofMillis(200))));

    private static final String CALLER = "+12025550143";
    private static int last;

    private TestTenant acme;
    private String number;
    private Answer trunk;

    @BeforeEach
    void aProvisionedNumber() {
        number = "+4420718390%02d".formatted(++last);
        acme = new TestTenant(SERVER, "acme-" + last).withAgent("demo");
        done(SERVER.operator()
                .post(acme.path("/numbers"), "{\"number\":\"%s\",\"agent_slug\":\"demo\"}".formatted(number)));
        trunk = done(acme.backend().post("/api/v1/numbers/" + number.replace("+", "%2B") + "/provision", "{}"));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private SipCall dial() {
        return dial(CALLER);
    }

    private SipCall dial(String from) {
        return acme.livekit().sip().dial(Caller.of(from, number).with(trunk.at("/username"), trunk.at("/password")));
    }

    private JsonNode calls() {
        return done(acme.backend().get("/api/v1/calls")).json().at("/items");
    }

    private JsonNode found() {
        until("the call is found", () -> !calls().isEmpty());
        return calls().get(0);
    }

    @Test
    void its_agent_is_in_the_room_and_the_call_is_recorded() {
        SipCall call = dial();

        JsonNode found = found();
        assertThat(found.at("/status").asText()).isEqualTo("open");
        assertThat(found.at("/agent_slug").asText()).isEqualTo("demo");
        assertThat(found.at("/room_name").asText()).isEqualTo(call.room()).startsWith(acme.slug() + ".phone_");
        assertThat(call.room()).as("no number of the caller").doesNotContain("2025550143");
        until("the caller is connected", () -> call.status() == SipCall.Status.ACTIVE);
        String id = found.at("/id").asText();
        until(
                "the agent is proven to have joined",
                () -> done(acme.backend().get("/api/v1/calls/" + id))
                        .json()
                        .at("/dispatches/0/status")
                        .asText()
                        .equals("joined"));
        assertThat(SERVER.column("SELECT caller || ' ' || called FROM phone_calls WHERE call_id = '" + id + "'"))
                .containsExactly(CALLER + " " + number);
    }

    @Test
    void ending_it_hangs_up_and_a_caller_who_hangs_up_ends_it() {
        SipCall first = dial();
        String id = found().at("/id").asText();
        until("the caller is connected", () -> first.status() == SipCall.Status.ACTIVE);

        done(acme.backend().post("/api/v1/calls/" + id + "/end"));

        until("LiveKit hangs up", first::bye);
    }

    @Test
    void it_is_found_once_however_often_it_is_looked_for() {
        SipCall call = dial();
        found();
        SipCall second = dial();
        until("both are found", () -> calls().size() == 2);

        assertThat(second.room()).isNotEqualTo(call.room());
        assertThat(SERVER.column(
                        "SELECT room FROM calls WHERE room IN ('" + call.room() + "', '" + second.room() + "')"))
                .hasSize(2);
    }

    @Test
    void without_its_agent_in_time_the_caller_hears_busy_instead_of_silence() {
        acme.livekit().state().registerWorker("lazy-worker", WorkerBehaviour.acceptsOnly());
        acme.withAgent("lazy", "{}");
        done(acme.backend().patch("/api/v1/numbers/" + number.replace("+", "%2B"), "{\"agent_slug\":\"lazy\"}"));
        done(acme.backend().put("/api/v1/phone-settings", "{\"answer_within\":1}"));
        until(
                "the rule names the lazy agent",
                () -> TrunksTest.agents(acme.livekit()
                                .sip()
                                .listDispatchRules(List.of(), List.of())
                                .getFirst())
                        .equals(List.of("lazy-worker")));

        SipCall call = dial();

        until("the caller hears busy", () -> call.sipStatus().orElse(0) == 486);
        assertThat(call.answered()).as("never answered, so never billed").isEmpty();
        assertThat(found().at("/status").asText()).isEqualTo("ended");
        assertThat(found().at("/end_reason").asText()).isEqualTo("no_agent");
    }

    @Test
    void a_caller_who_is_blocked_hears_busy_and_no_call_is_begun() {
        done(acme.backend().put("/api/v1/phone-settings", "{\"blocked\":[\"+1202*\"]}"));

        SipCall call = dial();

        until("the caller is turned away", () -> call.ended().isPresent());
        assertThat(calls()).isEmpty();
    }

    @Test
    void beyond_the_tenants_calls_a_caller_hears_busy() {
        acme.policy("{\"concurrent_calls\":1}");
        SipCall first = dial();
        found();
        SipCall second = dial("+12025550144");

        until("the second is turned away", () -> second.ended().isPresent());
        assertThat(first.ended()).isEmpty();
        assertThat(calls()).hasSize(1);
    }

    @Test
    void a_wrong_password_lets_nobody_in() {
        SipCall call =
                acme.livekit().sip().dial(Caller.of(CALLER, number).with(trunk.at("/username"), "a-guess-of-it"));

        assertThat(call.sipStatus()).hasValue(401);
    }

    /** Nobody looks for calls until {@link #look}. */
    private void doNotLook() {
        SERVER.sql("UPDATE number_trunks SET look_at = now() + interval '1 hour' WHERE number = '" + number + "'");
        assertThat(calls()).as("a look that was under way is over").isEmpty();
    }

    private void look() {
        SERVER.sql("UPDATE number_trunks SET look_at = now() WHERE number = '" + number + "'");
    }

    @Test
    void a_call_that_came_just_before_nobody_may_answer_any_more_is_turned_away() {
        doNotLook();
        SipCall call = dial();
        done(SERVER.operator()
                .put(
                        acme.path("/agents/demo"),
                        "{\"name\":\"demo\",\"agent_name\":\"demo-worker\",\"enabled\":false}"));

        look();

        until("the caller is turned away", () -> call.ended().isPresent());
        assertThat(calls()).isEmpty();
    }

    @Test
    void a_caller_whose_number_is_nonsense_does_not_talk_unseen() {
        dial("1" + "\ud83d\udcde".repeat(200));

        found();
    }

    @Test
    void a_caller_whose_call_cannot_be_stored_is_turned_away() {
        doNotLook();
        SipCall call = dial();
        ParticipantChange id = new ParticipantChange("", "", Map.of("sip.callIDFull", "a\0b"), null);
        acme.livekit().state().updateParticipant(call.room(), "sip_" + CALLER, id);

        look();

        until("the caller is turned away", () -> call.ended().isPresent());
        assertThat(calls()).isEmpty();
    }
}
