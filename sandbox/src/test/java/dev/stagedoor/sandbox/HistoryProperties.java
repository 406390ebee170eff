// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random histories: what a simulation over the sandbox can rely on (E3). */
final class HistoryProperties {
    private static final int STEPS = 60;

    /** What an observer sees of one history, step by step. */
    private record Story(List<String> lines, Scene scene) {}

    @Property
    void the_same_seed_tells_the_same_story(@ForAll long seed) {
        assertThat(play(seed).lines()).isEqualTo(play(seed).lines());
    }

    @Property
    void every_agent_present_is_one_jobs_and_no_job_has_two(@ForAll long seed) {
        Story story = play(seed);
        List<String> agents = story.scene().agents();
        Set<String> different = new HashSet<>(agents);
        assertThat(different).hasSameSizeAs(agents);
        assertThat(agents).allMatch(identity -> identity.startsWith("agent-AJ_"));
    }

    @Property
    void left_alone_every_room_closes_in_the_end(@ForAll long seed) {
        Scene scene = play(seed).scene();
        scene.pass(30);
        scene.state.leave(Scene.ROOM, "alice");
        scene.pass(300);
        assertThat(scene.roomLives()).isFalse();
        assertThat(scene.agents()).isEmpty();
    }

    private static Story play(long seed) {
        Random choices = new Random(seed);
        Scene scene = new Scene(seed);
        List<String> lines = new ArrayList<>();
        scene.state.registerWorker(
                Scene.AGENT,
                WorkerBehaviour.joinsBetween(Duration.ZERO, Duration.ofSeconds(9)),
                WorkerBehaviour.acceptsOnly(),
                WorkerBehaviour.joins().crashing(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                WorkerBehaviour.joins().leavingIn(Duration.ofSeconds(2)));
        for (int step = 0; step < STEPS; step++) {
            lines.add(step(choices, scene).toString());
            lines.add(scene.state.listParticipants(Scene.ROOM).toString());
        }
        return new Story(lines, scene);
    }

    private static Outcome<?> step(Random choices, Scene scene) {
        if (choices.nextInt(8) == 0) scene.sandbox.faults().once(fault(choices.nextInt(4)));
        scene.pass(choices.nextDouble() * 4);
        return switch (choices.nextInt(5)) {
            case 0 ->
                scene.sandbox.call(
                        SandboxMethod.CREATE_DISPATCH,
                        state -> state.createDispatch(Scene.ROOM, new AgentSpec(Scene.AGENT, "")));
            case 1 -> scene.sandbox.call(SandboxMethod.LIST_DISPATCH, state -> state.listDispatch(Scene.ROOM, ""));
            case 2 ->
                scene.sandbox.call(SandboxMethod.DELETE_DISPATCH, state -> {
                    List<DispatchView> all = state.listDispatch(Scene.ROOM, "");
                    return all.isEmpty()
                            ? "none"
                            : state.deleteDispatch(Scene.ROOM, all.getFirst().id());
                });
            case 3 ->
                scene.sandbox.call(SandboxMethod.DELETE_ROOM, state -> {
                    state.deleteRoom(Scene.ROOM);
                    return "deleted";
                });
            default -> scene.sandbox.call(SandboxMethod.CREATE_ROOM, state -> state.join(Scene.ROOM, "alice"));
        };
    }

    private static Fault fault(int which) {
        return switch (which) {
            case 0 -> Fault.droppedAfter();
            case 1 -> Fault.landsLate(Duration.ofSeconds(5));
            case 2 -> Fault.repeated();
            default -> Fault.failed(TwirpCode.INTERNAL, "out of order");
        };
    }
}
