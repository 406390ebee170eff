// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls without sockets, as a simulation makes them: no real time passes. */
final class InMemoryTest {
    private final Scene scene = new Scene();

    @Test
    void an_answer_comes_at_once() {
        Outcome<RoomView> made = create();
        assertThat(made)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answer -> assertThat(answer.took()).isZero());
    }

    @Test
    void a_missing_room_says_how_long_the_caller_waits() {
        Outcome<List<DispatchView>> listed =
                scene.sandbox.call(SandboxMethod.LIST_DISPATCH, state -> state.listDispatch(Scene.ROOM, ""));
        assertThat(listed).isInstanceOfSatisfying(Outcome.Refused.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.code()).isEqualTo(TwirpCode.UNAVAILABLE);
            assertThat(refusal.took()).isEqualTo(Duration.ofSeconds(3));
        });
    }

    @Test
    void a_call_that_lands_late_waits_for_the_clock() {
        scene.sandbox.faults().once(Fault.landsLate(Duration.ofSeconds(5)), SandboxMethod.CREATE_ROOM);
        assertThat(create()).isInstanceOf(Outcome.Lost.class);
        scene.pass(4.9);
        assertThat(scene.roomLives()).isFalse();
        scene.pass(0.1);
        assertThat(scene.roomLives()).isTrue();
    }

    @Test
    void a_late_call_that_is_refused_disturbs_nobody() {
        scene.sandbox.faults().once(Fault.landsLate(Duration.ofSeconds(5)), SandboxMethod.DELETE_ROOM);
        scene.sandbox.call(SandboxMethod.DELETE_ROOM, state -> {
            state.deleteRoom("nowhere");
            return "deleted";
        });
        scene.pass(6);
        assertThat(create()).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void a_delayed_call_says_so() {
        scene.sandbox.faults().once(Fault.droppedAfter().after(Duration.ofSeconds(2)));
        assertThat(create().took()).isEqualTo(Duration.ofSeconds(2));
        assertThat(scene.roomLives()).isTrue();
    }

    private Outcome<RoomView> create() {
        return scene.sandbox.call(SandboxMethod.CREATE_ROOM, state -> state.createRoom(RoomSpec.named(Scene.ROOM)));
    }
}
