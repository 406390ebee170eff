// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import dev.stagedoor.livekit.RealServer;
import java.util.Map;

/** A worker process for one agent name: each of its agents joins its room and stays. */
public final class AgentWorker implements AutoCloseable {
    private static final int MANY = 250;

    private final NodeProgram program;

    private AgentWorker(NodeProgram program) {
        this.program = program;
    }

    /** A worker that the server has registered. */
    public static AgentWorker serving(RealServer livekit, String agentName) {
        return starting(livekit, agentName).registered();
    }

    /** The same, full as soon as it has one job, until that ends. */
    public static AgentWorker servingOneAtATime(RealServer livekit, String agentName) {
        return started(livekit, agentName, 1).registered();
    }

    /** A worker that registers as soon as it can, and again whenever the server comes back. */
    public static AgentWorker starting(RealServer livekit, String agentName) {
        return started(livekit, agentName, MANY);
    }

    private static AgentWorker started(RealServer livekit, String agentName, int jobs) {
        return new AgentWorker(NodeProgram.start(
                "examples/light-worker/worker.mjs",
                Map.of(
                        "LIVEKIT_URL", livekit.url(),
                        "LIVEKIT_API_KEY", livekit.key(),
                        "LIVEKIT_API_SECRET", livekit.secret(),
                        "AGENT_NAME", agentName,
                        "MAX_JOBS", Integer.toString(jobs),
                        "EXIT_WITH_STDIN", "1")));
    }

    private AgentWorker registered() {
        program.await("registered", event -> event.path("event").asText().equals("registered"));
        return this;
    }

    /** Ends it and its agents at once, as the kernel ends a process that takes too much memory. */
    public void kill() {
        program.kill();
    }

    @Override
    public void close() {
        program.close();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
