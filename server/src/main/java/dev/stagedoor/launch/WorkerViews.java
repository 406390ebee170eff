// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.AgentWorkersView;
import dev.stagedoor.api.workers.WorkerHealth;
import dev.stagedoor.api.workers.WorkerLogLine;
import dev.stagedoor.api.workers.WorkerReplicas;
import dev.stagedoor.api.workers.WorkerResources;
import dev.stagedoor.api.workers.WorkerVariable;
import dev.stagedoor.api.workers.WorkerView;
import dev.stagedoor.launch.logs.LogLine;
import java.util.Map;
import java.util.TreeMap;

/** Workers as the API shows them. */
final class WorkerViews {
    private WorkerViews() {}

    static AgentWorkersView of(Workers.Shown shown) {
        Pool pool = shown.pool();
        WorkerSpec spec = pool.spec();
        boolean isProcess = spec.runtime().equals("process");
        Map<String, WorkerVariable> environment = new TreeMap<>();
        spec.environment().forEach((name, ref) -> environment.put(name, new WorkerVariable(ref.kind(), ref.name())));
        WorkerSpec.Health health = spec.health();
        return new AgentWorkersView(
                pool.agent(),
                spec.runtime(),
                isProcess ? null : spec.program(),
                isProcess ? spec.program() : null,
                spec.arguments(),
                new WorkerReplicas(pool.replicas().fewest(), pool.replicas().most()),
                pool.replicas().wanted(),
                new WorkerResources(
                        spec.resources().millicores() / 1000.0,
                        spec.resources().memory(),
                        spec.resources().processes()),
                environment,
                health == null ? null : new WorkerHealth(health.path(), health.port()),
                (int) spec.drain().toSeconds(),
                pool.progress().generation(),
                shown.ready(),
                pool.progress().ending(),
                pool.progress().problem(),
                pool.times().createdAt(),
                pool.times().updatedAt());
    }

    static WorkerView of(Worker worker) {
        Worker.End end = worker.end();
        return new WorkerView(
                worker.id(),
                worker.place().agent(),
                worker.place().runtime(),
                worker.place().name(),
                worker.place().generation(),
                worker.version(),
                worker.state(),
                worker.times().startedAt(),
                worker.times().readyAt(),
                worker.times().endedAt(),
                end == null ? null : end.exitCode(),
                end == null ? null : end.why(),
                worker.marks().restarts());
    }

    static WorkerLogLine of(LogLine line) {
        return new WorkerLogLine(line.seq(), line.at(), line.text());
    }
}
