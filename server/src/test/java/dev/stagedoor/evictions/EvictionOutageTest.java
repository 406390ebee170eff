// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.server.LoggedCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** T4: a LiveKit that fails puts a removal off; it does not cancel it. */
@Tag("slow")
class EvictionOutageTest {
    private static final RunningClock CLOCK = new RunningClock();

    @RegisterExtension
    static final TestServer SERVER = TestServer.by(CLOCK);

    private static int number;

    private TestTenant acme;

    @BeforeEach
    void aTenant() {
        acme = new TestTenant(SERVER, "acme-" + ++number, CLOCK);
    }

    @AfterEach
    void close() {
        acme.close();
    }

    private String room(String name) {
        return acme.slug() + "." + name;
    }

    @Test
    void who_lost_access_during_an_outage_longer_than_the_eviction_is_removed_after_it() {
        acme.livekit().state().join(room("desk"), "alice");
        acme.livekit().faults().always(Fault.droppedBefore());
        done(acme.backend().post("/api/v1/users/alice/revoke"));

        CLOCK.turn(Duration.ofHours(2));
        acme.livekit().calls().clear();
        until(
                "it was tried when its time was over",
                () -> !acme.livekit().calls().of(SandboxMethod.LIST_ROOMS).isEmpty());
        assertThat(acme.inside(room("desk"))).containsExactly("alice");
        acme.livekit().faults().clear();
        CLOCK.turn(Duration.ofMinutes(1));

        until("she is out", () -> !acme.inside(room("desk")).contains("alice"));
    }

    @Test
    void a_room_that_cannot_be_closed_keeps_no_other_open() {
        List.of("one", "two").forEach(name -> acme.livekit().state().join(room(name), "alice"));
        acme.livekit().faults().once(Fault.droppedBefore(), SandboxMethod.DELETE_ROOM);

        done(SERVER.operator().post(acme.path("/suspend")));

        until(
                "both are closed",
                () -> acme.livekit().state().listRooms(List.of()).isEmpty());
        assertThat(acme.livekit().calls().of(SandboxMethod.DELETE_ROOM).subList(0, 2))
                .extracting(LoggedCall::room)
                .containsExactlyInAnyOrder(room("one"), room("two"));
    }
}
