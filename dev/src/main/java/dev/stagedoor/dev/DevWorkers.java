// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.api.workers.WorkerView;
import dev.stagedoor.client.Agents;
import dev.stagedoor.client.StagedoorClient;
import dev.stagedoor.devmode.ChildNotStarted;
import dev.stagedoor.devmode.NodeAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The demo agent's workers, by the API that any tenant's are run by. */
final class DevWorkers {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LAST_LINES = 15;

    private DevWorkers() {}

    /** Asks for the tenant's worker, and returns. */
    static void run(StagedoorClient tenant) {
        tenant.workers()
                .put(
                        DevProject.AGENT_NAME,
                        new AgentWorkers("process", null, NodeAgent.COMMAND, null, null, null, null, null, null));
    }

    /**
     * Returns when one that was started since then is registered with LiveKit: what is stored of earlier ones is old.
     *
     * @throws ChildNotStarted with the end of its log, if it is not in time
     */
    static void await(StagedoorClient tenant, String slug, Instant begun) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(tenant.workers(), begun)) {
            String problem = tenant.workers().of(DevProject.AGENT_NAME).problem();
            if (problem != null
                    || System.nanoTime() > giveUp
                    || Thread.currentThread().isInterrupted()) {
                throw new ChildNotStarted("the agent worker of " + slug + " did not register with its LiveKit. "
                        + (problem == null ? "" : problem + " ") + "The end of its log:\n"
                        + String.join("\n", log(tenant.workers())));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private static boolean isReady(Agents.Workers workers, Instant begun) {
        return workers.all(new Agents.Workers.Filter(DevProject.AGENT_NAME, WorkerState.READY))
                .anyMatch(worker -> !worker.startedAt().isBefore(begun));
    }

    private static List<String> log(Agents.Workers workers) {
        List<String> lines = workers.all(new Agents.Workers.Filter(DevProject.AGENT_NAME, null))
                .limit(1)
                .map(WorkerView::id)
                .flatMap(workers::log)
                .map(line -> line.line())
                .toList();
        return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
    }
}
