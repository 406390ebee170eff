// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How rooms close, and what happens after. */
final class RoomLifeTest {
    private final Scene scene = new Scene();

    @Test
    void a_room_nobody_enters_closes_at_its_empty_timeout() {
        scene.state.createRoom(RoomSpec.named(Scene.ROOM).withEmptyTimeout(30));
        scene.pass(29.9);
        assertThat(scene.roomLives()).isTrue();
        scene.pass(0.1);
        assertThat(scene.roomLives()).isFalse();
    }

    @Test
    void a_room_closes_twenty_seconds_after_the_last_person_left() {
        scene.state.join(Scene.ROOM, "alice");
        scene.state.join(Scene.ROOM, "bob");
        scene.pass(400);
        scene.state.leave(Scene.ROOM, "alice");
        scene.pass(30);
        scene.state.leave(Scene.ROOM, "bob");
        scene.pass(19);
        assertThat(scene.roomLives()).isTrue();
        scene.state.join(Scene.ROOM, "alice");
        scene.pass(30);
        assertThat(scene.roomLives()).as("somebody came back").isTrue();
        scene.state.removeParticipant(Scene.ROOM, "alice");
        scene.pass(20);
        assertThat(scene.roomLives()).isFalse();
    }

    @Test
    void an_agent_alone_does_not_keep_a_room_open_and_goes_with_it() {
        scene.warm(WorkerBehaviour.joins());
        scene.state.createRoom(
                RoomSpec.named(Scene.ROOM).withEmptyTimeout(30).withAgents(new AgentSpec(Scene.AGENT, "")));
        scene.pass(29);
        assertThat(scene.agents()).hasSize(1);
        assertThat(scene.state.listRooms(List.of(Scene.ROOM)).getFirst().numParticipants())
                .as("an agent is not counted")
                .isZero();
        scene.pass(1);
        assertThat(scene.roomLives()).isFalse();
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void an_agent_that_comes_after_its_room_was_deleted_makes_it_anew() {
        scene.warm(WorkerBehaviour.joins());
        RoomView first = scene.state.createRoom(RoomSpec.named(Scene.ROOM).withAgents(new AgentSpec(Scene.AGENT, "")));
        scene.pass(0.05);
        scene.state.deleteRoom(Scene.ROOM);
        assertThat(scene.roomLives()).isFalse();
        scene.pass(1);
        assertThat(scene.agents()).hasSize(1);
        assertThat(scene.state.listRooms(List.of(Scene.ROOM)).getFirst().sid()).isNotEqualTo(first.sid());
    }

    @Test
    void deleting_a_room_throws_everybody_out() {
        scene.warm(WorkerBehaviour.joins());
        scene.dispatch();
        scene.state.join(Scene.ROOM, "alice");
        scene.pass(1);
        scene.state.deleteRoom(Scene.ROOM);
        scene.pass(60);
        assertThat(scene.roomLives()).isFalse();
    }

    @Test
    void the_same_identity_puts_out_whoever_had_it() {
        ParticipantView first = scene.state.join(Scene.ROOM, "alice");
        ParticipantView second = scene.state.join(Scene.ROOM, "alice");
        assertThat(second.sid()).isNotEqualTo(first.sid());
        assertThat(scene.state.listParticipants(Scene.ROOM))
                .extracting(ParticipantView::sid)
                .containsExactly(second.sid());
    }

    @Test
    void time_does_not_run_backwards_and_real_time_cannot_be_turned() {
        SandboxClock clock = SandboxClock.at(Instant.EPOCH);
        assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        Sandbox real = new Sandbox(SandboxSettings.realTime());
        assertThatThrownBy(() -> real.advance(Duration.ofSeconds(1))).isInstanceOf(IllegalStateException.class);
    }
}
