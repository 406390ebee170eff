// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.refused;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.sandbox.WorkerBehaviour;
import dev.stagedoor.sandbox.sip.FarEnd;
import dev.stagedoor.sandbox.sip.SipCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("an agent calls a number: from its tenant's own, once, and only with the agent in the room")
@Tag("slow")
class DialTest {
    @RegisterExtension
    static final TestServer SERVER = TestServer.started();

    private static final String TO = "+442079460123";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static int last;

    private DiallingTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new DiallingTenant(SERVER, "acme-" + ++last, "+4420794601%02d".formatted(last));
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void the_agent_is_in_the_room_before_anybody_is_called() {
        acme.sip().farEnd(TO, FarEnd.answers(SECOND));

        Answer answer = done(acme.ask(TO, ",\"context\":{\"about\":\"a table for two\"}"));

        assertThat(acme.tenant().inside(answer.at("/room_name"))).anyMatch(one -> one.startsWith("agent-"));
        JsonNode answered = acme.await(answer.at("/call_id"), "answered");
        assertThat(answered.at("/phone/direction").asText()).isEqualTo("outbound");
        assertThat(answered.at("/phone/from").asText()).isEqualTo(acme.number());
        assertThat(answered.at("/phone/to").asText()).isEqualTo(TO);
        assertThat(answered.at("/phone/answered_at").asText()).isNotEmpty();
        assertThat(answered.at("/user_id").asText()).isEqualTo("callee-442079460123");
        assertThat(acme.tenant().inside(answer.at("/room_name"))).contains("callee-442079460123");
        assertThat(acme.dialled()).singleElement().satisfies(call -> {
            assertThat(call.from()).isEqualTo(acme.number());
            assertThat(call.to()).isEqualTo(TO);
            assertThat(call.room()).isEqualTo(answer.at("/room_name"));
        });
    }

    @Test
    void whoever_waits_for_the_answer_is_told_of_it() {
        acme.sip().farEnd(TO, FarEnd.answers(SECOND));
        assertThat(done(acme.ask(TO, ",\"wait\":\"answered\"")).at("/phone/state"))
                .isEqualTo("answered");

        acme.sip().farEnd("+442079460124", FarEnd.busy());
        assertThat(done(acme.ask("+442079460124", ",\"wait\":\"answered\"")).at("/phone/state"))
                .isEqualTo("busy");
    }

    @Test
    void it_is_seen_to_ring() {
        String call = acme.call(TO, FarEnd.answers(Duration.ofSeconds(4)));

        acme.await(call, "ringing");
        acme.await(call, "answered");
    }

    @ParameterizedTest
    @CsvSource({"486, busy", "600, busy", "603, busy", "480, no_answer", "404, failed", "503, failed"})
    void who_does_not_come_to_the_phone_ends_the_call(int status, String state) {
        String call = acme.call(TO, FarEnd.refuses(status, SECOND));

        assertThat(acme.await(call, state).at("/phone/sip_status").asInt()).isEqualTo(status);
        acme.awaitEnd(call);
        until(
                "the room is gone",
                () -> acme.tenant().livekit().state().listRooms(List.of()).isEmpty());
    }

    @Test
    void nobody_answers_within_the_time_it_may_ring() {
        String call = acme.call(TO, FarEnd.neverAnswers());

        acme.await(call, "no_answer");
        acme.awaitEnd(call);
        assertThat(acme.dialled()).hasSize(1);
    }

    @Test
    void a_carrier_that_is_not_there_is_a_failure_and_not_somebody_who_does_not_answer() {
        acme.await(acme.call(TO, FarEnd.deadAddress()), "failed");
    }

    @Test
    void who_hangs_up_ends_the_call() {
        String call = acme.call(TO, FarEnd.answers(SECOND).hangingUpAfter(Duration.ofSeconds(2)));
        acme.await(call, "answered");

        acme.await(call, "ended");
        acme.awaitEnd(call);
    }

    @Test
    void ending_it_while_it_rings_stops_the_ringing() {
        String call = acme.call(TO, FarEnd.neverAnswers());
        acme.await(call, "ringing");

        done(acme.backend().post("/api/v1/calls/" + call + "/end"));

        until("it stops ringing", () -> acme.dialled().getFirst().ended().isPresent());
        assertThat(acme.await(call, "ended").at("/phone").has("answered_at")).isFalse();
    }

    @Test
    void ending_it_hangs_up() {
        String call = acme.call(TO, FarEnd.answers(SECOND));
        acme.await(call, "answered");

        done(acme.backend().post("/api/v1/calls/" + call + "/end"));

        until("LiveKit hangs up", () -> acme.dialled().getFirst().bye());
        acme.await(call, "ended");
    }

    @Test
    void it_lasts_no_longer_than_the_settings_say() {
        acme.allow("{\"countries\":[\"GB\"],\"max_duration\":10}");
        acme.sip().farEnd(TO, FarEnd.answers(SECOND));
        String call = done(acme.ask(TO, ",\"max_duration\":600")).at("/call_id");
        acme.await(call, "answered");

        acme.await(call, "ended");

        SipCall dialled = acme.dialled().getFirst();
        assertThat(Duration.between(
                        dialled.answered().orElseThrow(), dialled.ended().orElseThrow()))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void without_an_agent_nobody_is_called() {
        acme.tenant().livekit().state().registerWorker("lazy-worker", WorkerBehaviour.refuses());
        acme.tenant().withAgent("lazy", "{\"join_timeout_seconds\":1}");

        refused(
                acme.backend().post("/api/v1/calls", "{\"agent_slug\":\"lazy\",\"to\":\"" + TO + "\"}"),
                503,
                "agent_not_available");

        assertThat(acme.dialled()).isEmpty();
        JsonNode dial = done(acme.backend().get("/api/v1/dials")).json().at("/items/0");
        assertThat(dial.at("/phone/state").asText()).isEqualTo("failed");
    }

    @Test
    void the_numbers_are_masked_for_a_key_that_may_not_see_them() {
        String call = acme.call(TO, FarEnd.answers(SECOND));
        String key = acme.tenant().key(List.of(Scope.CALLS_READ));

        JsonNode shown = done(SERVER.with(key).get("/api/v1/calls/" + call)).json();
        assertThat(shown.at("/phone/to").asText()).isEqualTo("+4420…23");
        assertThat(shown.toString()).doesNotContain("79460123").doesNotContain(acme.number());
        assertThat(done(SERVER.with(key).get("/api/v1/dials")).json().toString())
                .doesNotContain("79460123");
        assertThat(done(SERVER.with(key).get("/api/v1/calls")).json().toString())
                .doesNotContain("79460123");
    }

    @Test
    void calls_out_are_listed_by_state_agent_and_number_page_by_page() {
        String first = acme.call(TO, FarEnd.busy());
        acme.await(first, "busy");
        String second = acme.call("+442079460124", FarEnd.answers(SECOND));
        acme.await(second, "answered");

        Answer page = done(acme.backend().get("/api/v1/dials?limit=1"));
        assertThat(page.at("/items/0/call_id")).isEqualTo(second);
        assertThat(done(acme.backend().get("/api/v1/dials?limit=1&after=" + page.at("/next")))
                        .at("/items/0/call_id"))
                .isEqualTo(first);
        assertThat(done(acme.backend().get("/api/v1/dials?state=busy")).json().at("/items"))
                .hasSize(1);
        assertThat(done(acme.backend().get("/api/v1/dials?called=%2B442079460124"))
                        .at("/items/0/call_id"))
                .isEqualTo(second);
        assertThat(done(acme.backend().get("/api/v1/dials?agent=other")).json().at("/items"))
                .isEmpty();
        refused(acme.backend().get("/api/v1/dials?state=asleep"), 422, "invalid_request");
    }
}
