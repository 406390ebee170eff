// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.workers;

import dev.stagedoor.api.workers.AgentWorkersView;
import dev.stagedoor.api.workers.WorkerView;
import dev.stagedoor.cli.console.Columns;

/** The columns of workers. */
final class WorkerColumns {
    static final Columns<WorkerView> ROW = new Columns<WorkerView>()
            .add("worker", WorkerView::id)
            .add("agent", WorkerView::agentSlug)
            .add("state", WorkerView::state)
            .add("generation", WorkerView::generation)
            .add("started", WorkerView::startedAt)
            .add("ended", WorkerView::endedAt)
            .add("why", WorkerColumns::why);

    static final Columns<WorkerView> WHOLE = new Columns<WorkerView>()
            .add("worker", WorkerView::id)
            .add("agent", WorkerView::agentSlug)
            .add("state", WorkerView::state)
            .add("runtime", WorkerView::runtime)
            .add("name", WorkerView::name)
            .add("generation", WorkerView::generation)
            .add("credential version", WorkerView::credentialVersion)
            .add("started", WorkerView::startedAt)
            .add("ready", WorkerView::readyAt)
            .add("ended", WorkerView::endedAt)
            .add("why", WorkerColumns::why)
            .add("restarts", WorkerView::restarts);

    static final Columns<AgentWorkersView> POOL = new Columns<AgentWorkersView>()
            .add("agent", AgentWorkersView::agentSlug)
            .add("runtime", AgentWorkersView::runtime)
            .add("program", pool -> pool.image() == null ? pool.command() : pool.image())
            .add("ready", pool -> pool.ready() + " of " + pool.wanted())
            .add(
                    "replicas",
                    pool -> pool.replicas().min() + " to " + pool.replicas().max())
            .add("generation", AgentWorkersView::generation)
            .add("drains for", pool -> pool.drainSeconds() + " s")
            .add("problem", AgentWorkersView::problem);

    private WorkerColumns() {}

    private static String why(WorkerView worker) {
        String why = worker.why() == null ? "" : worker.why();
        if (worker.exitCode() == null) {
            return why;
        }
        return "exit code " + worker.exitCode() + (why.isEmpty() ? "" : ", " + why);
    }
}
