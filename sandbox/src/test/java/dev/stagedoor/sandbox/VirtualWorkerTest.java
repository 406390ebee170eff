// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Workers and their agents; every figure was measured on livekit-server 1.11.0 with LiveKit's Node worker. */
final class VirtualWorkerTest {
    private final Scene scene = new Scene();

    @Test
    void a_healthy_worker_is_active_within_half_a_second() {
        scene.warm(WorkerBehaviour.joins());
        DispatchView dispatch = scene.dispatch();
        scene.pass(0.33);
        assertThat(scene.agents()).as("arrived, not yet active").isEmpty();
        scene.pass(0.1);
        assertThat(scene.agents())
                .containsExactly(scene.jobs(dispatch).getFirst().identity());
        ParticipantView agent = scene.state.listParticipants(Scene.ROOM).getFirst();
        assertThat(agent.identity()).startsWith("agent-AJ_");
        assertThat(agent.attributes())
                .containsEntry("lk.agent_name", Scene.AGENT)
                .containsEntry("lk.agent.name", Scene.AGENT);
    }

    @Test
    void when_the_server_knows_its_workers_a_job_shows_at_once() {
        scene.warm(WorkerBehaviour.joins());
        DispatchView dispatch = scene.dispatch();
        assertThat(scene.jobs(dispatch)).isEmpty();
        scene.pass(0.2);
        assertThat(scene.jobs(dispatch)).hasSize(1);
    }

    @Test
    void when_it_has_to_ask_a_job_shows_after_five_seconds_though_the_agent_is_long_there() {
        scene.state.registerWorker(Scene.AGENT, WorkerBehaviour.joins());
        DispatchView dispatch = scene.dispatch();
        scene.pass(4.9);
        assertThat(scene.agents()).hasSize(1);
        assertThat(scene.jobs(dispatch)).isEmpty();
        scene.pass(0.1);
        assertThat(scene.jobs(dispatch)).hasSize(1);
    }

    @Test
    void what_it_knows_of_workers_lasts_a_minute() {
        scene.warm(WorkerBehaviour.joins());
        scene.pass(70);
        DispatchView dispatch = scene.dispatch();
        scene.pass(4);
        assertThat(scene.jobs(dispatch)).isEmpty();
    }

    @Test
    void a_dispatch_sent_before_its_worker_registered_is_never_served() {
        DispatchView dispatch = scene.dispatch();
        scene.pass(10);
        scene.state.registerWorker(Scene.AGENT, WorkerBehaviour.joins());
        scene.pass(60);
        assertThat(scene.agents()).isEmpty();
        assertThat(scene.jobs(dispatch)).isEmpty();
    }

    @Test
    void a_worker_that_only_accepts_shows_a_running_job_and_no_agent() {
        scene.warm(WorkerBehaviour.acceptsOnly());
        DispatchView dispatch = scene.dispatch();
        scene.pass(30);
        assertThat(scene.jobs(dispatch)).hasSize(1);
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void a_refusing_worker_leaves_the_job_to_the_next_and_a_silent_one_to_nobody() {
        scene.state.registerWorker(Scene.AGENT, WorkerBehaviour.refuses());
        SandboxWorker willing = scene.warm(WorkerBehaviour.joins());
        DispatchView taken = scene.dispatch();
        scene.pass(1);
        assertThat(scene.jobs(taken)).extracting(DispatchView.JobView::workerId).containsExactly(willing.id());
        willing.stop();
        scene.warm(WorkerBehaviour.silent());
        DispatchView lost = scene.dispatch();
        scene.pass(20);
        assertThat(scene.jobs(lost)).isEmpty();
    }

    @Test
    void a_worker_may_treat_each_job_otherwise() {
        scene.warm(WorkerBehaviour.acceptsOnly(), WorkerBehaviour.joins());
        scene.dispatch();
        scene.pass(10);
        assertThat(scene.agents()).isEmpty();
        scene.dispatch();
        scene.dispatch();
        scene.pass(1);
        assertThat(scene.agents()).hasSize(2);
    }

    @Test
    void a_crashing_agent_disappears_and_its_job_stays_running() {
        scene.warm(WorkerBehaviour.joins().crashing(Duration.ofSeconds(2), Duration.ofSeconds(15)));
        DispatchView dispatch = scene.dispatch();
        scene.pass(17);
        assertThat(scene.agents()).as("still showing").hasSize(1);
        scene.pass(0.5);
        assertThat(scene.agents()).isEmpty();
        assertThat(scene.jobs(dispatch)).hasSize(1);
    }

    @Test
    void a_stopped_worker_takes_its_agents_along_and_sends_no_more() {
        SandboxWorker worker = scene.warm(WorkerBehaviour.joins(), WorkerBehaviour.joinsAfter(Duration.ofSeconds(9)));
        scene.dispatch();
        scene.dispatch();
        scene.pass(1);
        assertThat(scene.agents()).hasSize(1);
        worker.stop();
        assertThat(scene.agents()).isEmpty();
        scene.pass(30);
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void a_deleted_dispatchs_agent_goes_at_once_when_the_server_is_warm() {
        scene.warm(WorkerBehaviour.joins());
        DispatchView dispatch = scene.dispatch();
        scene.pass(1);
        scene.state.deleteDispatch(Scene.ROOM, dispatch.id());
        assertThat(scene.state.listDispatch(Scene.ROOM, dispatch.id())).isEmpty();
        assertThat(scene.agents()).hasSize(1);
        scene.pass(0.1);
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void on_a_cold_server_it_goes_up_to_eight_seconds_later() {
        scene.state.registerWorker(Scene.AGENT, WorkerBehaviour.joins().leavingIn(Duration.ofMinutes(1)));
        DispatchView dispatch = scene.dispatch();
        scene.pass(1);
        scene.state.deleteDispatch(Scene.ROOM, dispatch.id());
        scene.pass(6.9);
        assertThat(scene.agents()).as("told at 5 s, has 3 s more").hasSize(1);
        scene.pass(0.2);
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void deleted_before_it_joined_an_agent_still_comes_and_then_nothing_makes_it_go() {
        scene.warm(WorkerBehaviour.joins());
        DispatchView dispatch = scene.dispatch();
        scene.pass(0.05);
        scene.state.deleteDispatch(Scene.ROOM, dispatch.id());
        scene.pass(200);
        assertThat(scene.agents()).hasSize(1);
        scene.state.removeParticipant(Scene.ROOM, scene.agents().getFirst());
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void two_dispatches_close_together_can_mean_two_agents_for_seconds() {
        scene.state.registerWorker(Scene.AGENT, WorkerBehaviour.joins().leavingIn(Duration.ofSeconds(3)));
        DispatchView first = scene.dispatch();
        scene.pass(0.05);
        scene.state.deleteDispatch(Scene.ROOM, first.id());
        scene.dispatch();
        scene.pass(1);
        assertThat(scene.agents()).hasSize(2);
        scene.pass(7);
        assertThat(scene.agents()).hasSize(1);
    }

    @Test
    void a_worker_can_be_told_to_keep_away_or_to_leave_at_a_set_time() {
        scene.warm(
                WorkerBehaviour.joins().stayingAwayOnceDeleted(),
                WorkerBehaviour.joins().leavingAfterDelete(Duration.ofSeconds(8)));
        DispatchView away = scene.dispatch();
        DispatchView slow = scene.dispatch();
        scene.pass(0.2);
        scene.state.deleteDispatch(Scene.ROOM, away.id());
        scene.pass(1);
        assertThat(scene.agents()).hasSize(1);
        scene.state.deleteDispatch(Scene.ROOM, slow.id());
        scene.pass(7.9);
        assertThat(scene.agents()).hasSize(1);
        scene.pass(0.1);
        assertThat(scene.agents()).isEmpty();
    }

    @Test
    void an_unnamed_worker_is_called_by_every_room_made_without_agents() {
        scene.state.registerWorker("", WorkerBehaviour.joins());
        scene.state.warmWorkers();
        scene.state.createRoom(RoomSpec.named(Scene.ROOM));
        scene.pass(1);
        assertThat(scene.agents()).hasSize(1);
        assertThat(scene.state.listDispatch(Scene.ROOM, ""))
                .extracting(DispatchView::agentName)
                .isEqualTo(List.of(""));
    }
}
