// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.DispatchView.JobView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent dispatch and its job. Guarded by the lock of {@link SandboxState}. */
final class Dispatch {
    final String id;
    final String agentName;
    final String metadata;
    final Instant created;
    /** When LiveKit finishes offering the job; until then it neither lists nor ends it. */
    Instant launchedAt;

    @Nullable
    Job job;

    boolean deleted;

    Dispatch(String id, AgentSpec agent, Instant created) {
        this.id = id;
        this.agentName = agent.agentName();
        this.metadata = agent.metadata();
        this.created = created;
        this.launchedAt = created;
    }

    DispatchView view(String room, Instant now) {
        Job taken = job;
        boolean listed = taken != null && !now.isBefore(launchedAt);
        return new DispatchView(
                id, agentName, room, metadata, created, listed && taken != null ? List.of(taken.view()) : List.of());
    }

    /** A job that a worker took. */
    static final class Job {
        final String id;
        final SandboxWorker worker;
        final WorkerBehaviour behaviour;
        final RoomView room;
        final Instant started;
        /** Told to stop, or its worker is gone: an agent that has not joined yet might never join. */
        boolean ended;

        Job(String id, SandboxWorker worker, WorkerBehaviour behaviour, RoomView room, Instant started) {
            this.id = id;
            this.worker = worker;
            this.behaviour = behaviour;
            this.room = room;
            this.started = started;
        }

        /** The identity its agent joins with. */
        String identity() {
            String chosen = behaviour.identity();
            return chosen == null ? "agent-" + id : chosen;
        }

        JobView view() {
            return new JobView(id, worker.id(), identity(), started, room);
        }
    }
}
