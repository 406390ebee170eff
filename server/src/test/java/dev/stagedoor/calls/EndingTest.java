// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.dispatch.plan.DispatchTiming;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.server.JoinRefused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A call that is over has no agent, no room and nobody in it, and nothing is set aside for it (T4, D1, D6)")
@Tag("slow")
class EndingTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    /** LiveKit renews a connected client's token for ten minutes; one more minute for clock skew. */
    private static final Duration RENEWED = Duration.ofMinutes(11);

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

    private void comesIn(String token) {
        try {
            acme.livekit().join(token);
        } catch (JoinRefused refused) {
            throw new AssertionError("LiveKit should admit this participant", refused);
        }
    }

    private String status(Answer call) {
        return acme.backend().get("/api/v1/calls/" + call.at("/call_id")).at("/status");
    }

    private Answer dispatch(Answer call) {
        return acme.backend().get("/api/v1/dispatches/" + call.at("/dispatch/id"));
    }

    /** Waits out the time during which nothing of its dispatch may be seen. */
    private void over(Answer call) {
        String quiet = "SELECT 1 FROM dispatches WHERE dispatch_id = '" + call.at("/dispatch/id")
                + "' AND (state->>'quiet_since' IS NOT NULL OR ended_at IS NOT NULL)";
        until("nothing of it is seen", () -> !SERVER.column(quiet).isEmpty());
        CLOCK.turn(DispatchTiming.STANDARD.quietPeriod());
        until("the dispatch is over", () -> dispatch(call).at("/status").equals("completed"));
    }

    @Test
    void ending_it_takes_the_agent_back_closes_the_room_and_keeps_its_user_out() {
        Answer call = acme.joinedCall("demo");
        comesIn(call.at("/participant_token"));

        Answer ended = done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));

        assertThat(ended.at("/status")).isEqualTo("ended");
        assertThat(ended.at("/end_reason")).isEqualTo("requested");
        assertThat(acme.livekit().state().listRooms(List.of(call.at("/room_name"))))
                .isEmpty();
        comesIn(call.at("/participant_token"));
        until("he is out again", () -> acme.inside(call.at("/room_name")).isEmpty());
        over(call);
        assertThat(dispatch(call).at("/reason")).isEqualTo("call_ended");
        assertThat(acme.ledger("calls_open")).isZero();
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"))
                        .at("/ended_at"))
                .as("ending it again changes nothing")
                .isEqualTo(ended.at("/ended_at"));
        assertThat(acme.audited("call.end")).hasSize(1);
    }

    @Test
    void a_room_that_closes_by_itself_ends_its_call_whoever_looks() {
        Answer call = acme.joinedCall("demo");
        // The node that held the dispatch died: its lease has expired, and another node has the fence.
        SERVER.sql("UPDATE dispatches SET fence = fence + 1, lease_until = next_at - interval '1 hour'"
                + " WHERE dispatch_id = '" + call.at("/dispatch/id") + "'");
        acme.livekit().state().deleteRoom(call.at("/room_name"));

        over(call);
        CLOCK.turn(Duration.ofSeconds(20));
        until("the call is over", () -> status(call).equals("ended"));

        assertThat(acme.backend().get("/api/v1/calls/" + call.at("/call_id")).at("/end_reason"))
                .isEqualTo("room_closed");
        assertThat(acme.ledger("calls_open")).isZero();
        assertThat(acme.ledger("seconds_reserved")).isZero();
        assertThat(acme.audited("call.end")).hasSize(1);
    }

    @Test
    void a_call_whose_room_cannot_be_asked_about_is_not_taken_for_over() {
        Answer call = acme.joinedCall("demo");
        acme.livekit().faults().always(Fault.droppedBefore());
        acme.livekit().calls().clear();

        CLOCK.turn(Duration.ofMinutes(5));
        until(
                "it was looked for",
                () -> acme.livekit().calls().of(SandboxMethod.LIST_ROOMS).size() > 3);

        assertThat(status(call)).isEqualTo("open");
        assertThat(dispatch(call).at("/status")).isEqualTo("joined");
    }

    @Test
    void whoever_is_removed_stays_out_until_his_last_token_has_ended() {
        Answer call = acme.joinedCall("demo");
        String room = call.at("/room_name");
        String token = call.at("/participant_token");
        comesIn(token);
        String bob = done(acme.token("{\"room_name\":\"" + room + "\",\"participant_identity\":\"bob\",\"ttl\":7200}"))
                .at("/participant_token");
        comesIn(bob);
        String remove = "/api/v1/calls/" + call.at("/call_id") + "/participants/alice/remove";

        done(acme.backend().post(remove));
        assertThat(acme.inside(room)).contains("bob").doesNotContain("alice");
        for (int again = 0; again < 3; again++) {
            comesIn(token);
            until("she is out again", () -> !acme.inside(room).contains("alice"));
        }
        assertThat(acme.inside(room)).contains("bob", call.at("/dispatch/agent_identity"));
        assertThat(status(call)).isEqualTo("open");
    }

    @Test
    void an_eviction_ends_with_the_last_token_and_not_before() {
        String room = "acme-" + number + ".lobby";
        String old = done(acme.token("{\"room_name\":\"lobby\",\"participant_identity\":\"alice\",\"ttl\":3600}"))
                .at("/participant_token");
        done(acme.backend().post("/api/v1/users/alice/revoke"));

        CLOCK.turn(Duration.ofMinutes(59));
        comesIn(old);
        until(
                "she is removed by a token that has nearly ended",
                () -> !acme.inside(room).contains("alice"));

        CLOCK.turn(RENEWED.plusSeconds(30));
        until(
                "nobody is kept out any more",
                () -> SERVER.column("SELECT count(*) FROM evictions WHERE tenant_id = '" + acme.id() + "'")
                        .equals(List.of("0")));
    }

    @Test
    void a_suspended_tenants_rooms_are_closed_and_closed_again_until_it_is_resumed() {
        Answer call = acme.joinedCall("demo");
        String room = call.at("/room_name");
        String token = done(acme.token(
                        "{\"room_name\":\"" + room + "\",\"participant_identity\":\"bob\",\"ttl\":7200}"))
                .at("/participant_token");
        comesIn(token);

        done(SERVER.operator().post(acme.path("/suspend")));
        until(
                "the room is closed",
                () -> acme.livekit().state().listRooms(List.of(room)).isEmpty());
        comesIn(token);
        until(
                "and closed again",
                () -> acme.livekit().state().listRooms(List.of(room)).isEmpty());

        done(SERVER.operator().post(acme.path("/resume")));
        comesIn(token);
        CLOCK.turn(Duration.ofSeconds(10));
        done(acme.joinedCall("demo"));
        assertThat(acme.inside(room)).as("he may come back").contains("bob");
    }

    @Test
    void a_revoked_user_is_out_of_every_room_and_the_others_stay() {
        String first = done(acme.token("{\"room_name\":\"one\",\"participant_identity\":\"alice\"}"))
                .at("/participant_token");
        String second = done(acme.token("{\"room_name\":\"two\",\"participant_identity\":\"alice\"}"))
                .at("/participant_token");
        String bob = done(acme.token("{\"room_name\":\"one\",\"participant_identity\":\"bob\"}"))
                .at("/participant_token");
        List.of(first, second, bob).forEach(this::comesIn);

        done(acme.backend().post("/api/v1/users/alice/revoke"));

        String slug = "acme-" + number;
        until(
                "she is out",
                () -> !acme.inside(slug + ".one").contains("alice")
                        && acme.inside(slug + ".two").isEmpty());
        assertThat(acme.inside(slug + ".one")).containsExactly("bob");
    }
}
