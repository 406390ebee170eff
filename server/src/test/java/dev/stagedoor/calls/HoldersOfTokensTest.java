// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Participant;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.RoomSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName(
        "A token with an agent costs nothing unused, and brings an agent or a refusal for as long as it admits (D4)")
@Tag("slow")
class HoldersOfTokensTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static final String DEMO = "{\"room_config\":{\"agents\":[{\"agent_name\":\"demo\"}]}}";
    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK).withAgent("demo");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    @Test
    void five_page_loads_are_five_reservations_for_five_minutes_and_then_none() {
        for (int i = 0; i < 5; i++) {
            done(acme.page("demo").post("/api/v1/tokens", DEMO));
        }
        assertThat(acme.ledger("calls_open")).isEqualTo(5);

        CLOCK.turn(Duration.ofMinutes(7));

        until("all are given back", () -> acme.ledger("calls_open") == 0);
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(acme.ledger("seconds_used")).isZero();
        assertThat(acme.ledger("dispatches_used")).isZero();
        Answer calls = done(acme.backend().get("/api/v1/calls"));
        assertThat(calls.json().path("items").findValuesAsText("end_reason"))
                .hasSize(5)
                .containsOnly("unused");
        until(
                "nothing is kept",
                () -> SERVER.column("SELECT count(*) FROM reservations WHERE tenant_id = '" + acme.id() + "'")
                        .equals(List.of("0")));
    }

    @Test
    void nobody_hides_their_agent_from_the_limits_behind_a_list_that_is_too_long_to_read() throws Exception {
        Answer token = done(acme.token(DEMO));
        for (int i = 0; i < 30; i++) {
            Participant.Entrant talkative = new Participant.Entrant(
                    "crowd-" + i,
                    "",
                    false,
                    false,
                    "\u0001".repeat(60_000),
                    Map.of(),
                    new ParticipantView.Permissions(true, true, true, true));
            acme.livekit().state().join(RoomSpec.named(token.at("/room_name")), talkative);
        }
        acme.livekit().join(token.at("/participant_token"));

        until("the call has begun", () -> acme.audited("call.begin").size() == 1);
    }

    private void roomCloses(Answer token) {
        acme.livekit().state().deleteRoom(token.at("/room_name"));
        String call = "/api/v1/calls/" + token.at("/calls/0/call_id");
        until("the call has ended", () -> {
            CLOCK.turn(Duration.ofMillis(200));
            return acme.backend().get(call).at("/status").equals("ended");
        });
    }

    @Test
    void who_comes_back_after_the_room_has_closed_finds_an_agent_again_as_another_call() throws Exception {
        Answer token = done(acme.token(DEMO));
        acme.livekit().join(token.at("/participant_token"));
        until("it is inside", () -> acme.audited("dispatch.joined").size() == 1);
        roomCloses(token);

        acme.livekit().join(token.at("/participant_token"));

        until("it is taken over again", () -> acme.audited("dispatch.joined").size() == 2);
        assertThat(acme.ledger("calls_open")).isEqualTo(1);
        assertThat(acme.inside(token.at("/room_name"))).hasSize(2);
    }

    @Test
    void who_comes_back_beyond_the_limits_is_refused_and_the_agent_leaves() throws Exception {
        Answer token = done(acme.token(DEMO));
        acme.livekit().join(token.at("/participant_token"));
        until("it is inside", () -> acme.audited("dispatch.joined").size() == 1);
        roomCloses(token);
        acme.policy("{\"concurrent_calls\":0}");

        acme.livekit().join(token.at("/participant_token"));

        until("nobody is left", () -> acme.inside(token.at("/room_name")).isEmpty());
        assertThat(acme.ledger("calls_open")).isZero();
    }
}
