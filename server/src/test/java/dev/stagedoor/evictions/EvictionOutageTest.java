// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.kernel.RunningClock;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.Participant;
import dev.stagedoor.sandbox.ParticipantView;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.SandboxMethod;
import dev.stagedoor.sandbox.server.LoggedCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** As long as LiveKit allows; an answer of 30 is longer than one is read. */
    private static final String LONG = "\u0001".repeat(60_000);

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
    void who_was_granted_a_room_is_removed_from_it_though_there_are_more_rooms_than_an_answer_lists() {
        moreRoomsThanAnAnswerLists();
        grant("desk", "alice");
        acme.livekit().state().join(room("desk"), "alice");

        done(acme.backend().post("/api/v1/users/alice/revoke"));

        until("she is out", () -> acme.inside(room("desk")).isEmpty());
    }

    @Test
    void a_suspended_tenants_granted_rooms_are_closed_though_there_are_more_rooms_than_an_answer_lists() {
        moreRoomsThanAnAnswerLists();
        grant("desk", "alice");
        grant("hall", "bob");
        acme.livekit().state().join(room("desk"), "alice");
        acme.livekit().state().join(room("hall"), "bob");

        done(SERVER.operator().post(acme.path("/suspend")));

        until(
                "both are out",
                () -> acme.livekit()
                        .state()
                        .listRooms(List.of(room("desk"), room("hall")))
                        .isEmpty());
    }

    /** Some of them granted, so that those, too, are more than an answer lists. */
    private void moreRoomsThanAnAnswerLists() {
        for (int i = 0; i < 30; i++) {
            acme.livekit().state().createRoom(new RoomSpec(room("r" + i), 0, 0, 0, LONG, List.of()));
        }
        for (int i = 0; i < 6; i++) {
            grant("r" + i, "alice");
        }
    }

    private void grant(String room, String identity) {
        done(acme.token("{\"room_name\":\"%s\",\"participant_identity\":\"%s\"}".formatted(room, identity)));
    }

    @Test
    void nobody_is_irremovable_because_what_is_said_of_the_room_is_too_long() {
        for (int i = 0; i < 30; i++) {
            acme.livekit().state().join(RoomSpec.named(room("desk")), entrant("crowd-" + i));
        }
        acme.livekit().state().join(RoomSpec.named(room("desk")), entrant("alice"));

        done(acme.backend().post("/api/v1/users/alice/revoke"));

        until("she is out", () -> !acme.inside(room("desk")).contains("alice"));
        assertThat(acme.inside(room("desk"))).hasSize(30);
    }

    private static Participant.Entrant entrant(String identity) {
        return new Participant.Entrant(
                identity, "", false, false, LONG, Map.of(), new ParticipantView.Permissions(true, true, true, true));
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
