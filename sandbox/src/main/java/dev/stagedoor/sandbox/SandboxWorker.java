// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.List;

/** A virtual agent worker, registered with one project under one agent name. */
public final class SandboxWorker {
    private final SandboxState state;
    private final String id;
    private final String agentName;
    private final List<WorkerBehaviour> perJob;
    private int offered;

    SandboxWorker(SandboxState state, String id, String agentName, List<WorkerBehaviour> perJob) {
        this.state = state;
        this.id = id;
        this.agentName = agentName;
        this.perJob = perJob;
    }

    /** The worker id, as jobs name it. */
    public String id() {
        return id;
    }

    /** The agent name it registered under. */
    public String agentName() {
        return agentName;
    }

    /** Disconnects it: its agents leave, and LiveKit keeps offering jobs to its name for up to a minute. */
    public void stop() {
        state.stop(this);
    }

    /** Kills it with all its jobs: LiveKit offers it no more, and lists their agents for 21 s, though nobody answers. */
    public void kill() {
        state.kill(this);
    }

    /** What it does with the next job: each behaviour once in order, then the last one repeatedly. */
    WorkerBehaviour next() {
        WorkerBehaviour behaviour = perJob.get(Math.min(offered, perJob.size() - 1));
        offered++;
        return behaviour;
    }
}
