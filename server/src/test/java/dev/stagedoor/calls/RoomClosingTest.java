// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.Caller.Answer;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The room of a call that is over is closed, however long that takes, and nobody else's is (T4, D1)")
@Tag("slow")
class RoomClosingTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK)
                .withAgent("demo")
                .withAgent("scribe");
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private Answer inLobby(String agent, String user) {
        return done(
                acme.trigger("{\"agent_slug\":\"%s\",\"user_id\":\"%s\",\"room_name\":\"lobby\",\"wait\":\"joined\"}"
                        .formatted(agent, user)));
    }

    private void end(Answer call) {
        done(acme.backend().post("/api/v1/calls/" + call.at("/call_id") + "/end"));
    }

    private boolean isOpen(String room) {
        return !acme.livekit().state().listRooms(List.of(room)).isEmpty();
    }

    @Test
    void a_room_that_cannot_be_closed_now_is_closed_later() {
        Answer call = acme.joinedCall("demo");
        String room = call.at("/room_name");
        acme.livekit().state().join(room, "bob");
        acme.livekit().faults().always(Fault.droppedBefore(), SandboxMethod.DELETE_ROOM);

        end(call);
        assertThat(isOpen(room)).isTrue();
        acme.livekit().faults().clear();
        CLOCK.turn(Duration.ofSeconds(20));

        until("the room is closed", () -> !isOpen(room));
        until(
                "nothing is left to do",
                () -> SERVER.column("SELECT 1 FROM calls WHERE closes_room AND tenant_id = '" + acme.id() + "'")
                        .isEmpty());
    }

    @Test
    void a_room_in_which_another_call_goes_on_stays_open() {
        Answer first = inLobby("demo", "alice");
        Answer second = inLobby("scribe", "bob");
        acme.livekit().state().join(first.at("/room_name"), "bob");

        end(first);

        assertThat(acme.inside(first.at("/room_name"))).contains("bob", second.at("/dispatch/agent_identity"));
        end(second);
        assertThat(isOpen(first.at("/room_name"))).isFalse();
    }

    @Test
    void a_room_whose_next_call_has_begun_is_not_closed_late() {
        Answer first = inLobby("demo", "alice");
        acme.livekit().faults().always(Fault.droppedBefore(), SandboxMethod.DELETE_ROOM);
        end(first);
        Answer second = inLobby("scribe", "bob");
        acme.livekit().faults().clear();

        CLOCK.turn(Duration.ofSeconds(20));

        until(
                "nothing is left to do",
                () -> SERVER.column("SELECT 1 FROM calls WHERE closes_room AND tenant_id = '" + acme.id() + "'")
                        .isEmpty());
        assertThat(acme.inside(second.at("/room_name"))).contains(second.at("/dispatch/agent_identity"));
    }
}
