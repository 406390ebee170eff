// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.WorkerState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What this node sees to, in the metrics. */
final class LaunchMeters {
    private final Map<String, Map<WorkerState, Long>> counts = new ConcurrentHashMap<>();
    private final Counter failures;
    private final Counter dropped;

    LaunchMeters(MeterRegistry meters) {
        for (WorkerState state : WorkerState.values()) {
            if (state != WorkerState.ENDED) {
                Gauge.builder("stagedoor.workers", this, all -> all.count(state))
                        .description("Workers of tenants' agents that the node sees to")
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .register(meters);
            }
        }
        failures = Counter.builder("stagedoor.workers.failures")
                .description("Workers that were refused, or ended again and again although nobody asked for it")
                .register(meters);
        dropped = Counter.builder("stagedoor.workers.log.dropped")
                .description("What workers wrote faster than it is kept")
                .baseUnit("bytes")
                .register(meters);
    }

    private double count(WorkerState state) {
        return counts.values().stream()
                .mapToLong(one -> one.getOrDefault(state, 0L))
                .sum();
    }

    void counted(String runtime, List<Worker> live) {
        Map<WorkerState, Long> now = new HashMap<>();
        live.forEach(worker -> now.merge(worker.state(), 1L, Long::sum));
        counts.put(runtime, Map.copyOf(now));
    }

    void failed(int times) {
        failures.increment(times);
    }

    void dropped(long bytes) {
        dropped.increment((double) bytes);
    }
}
