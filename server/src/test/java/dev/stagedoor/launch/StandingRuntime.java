// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Any number of healthy workers that are only written down: for what the reconciler itself costs. */
final class StandingRuntime implements WorkerRuntime {
    private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

    final AtomicInteger looks = new AtomicInteger();
    final Map<String, Sighting> workers = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "process";
    }

    @Override
    public void check(WorkerSpec spec) {}

    @Override
    public void apply(Generation generation, int replicas) {
        long running = workers.values().stream()
                .filter(one -> one.generation().equals(generation.ref()))
                .count();
        for (long missing = replicas - running; missing > 0; missing--) {
            String id = Ids.next("wrk", SINCE);
            workers.put(id, new Sighting(generation.ref(), id, Sighting.Phase.HEALTHY, SINCE, null, null, 0));
        }
    }

    @Override
    public void drain(GenerationRef generation, Duration longest) {
        remove(generation);
    }

    @Override
    public void remove(GenerationRef generation, String worker) {
        workers.remove(worker);
    }

    @Override
    public void remove(GenerationRef generation) {
        workers.values().removeIf(one -> one.generation().equals(generation));
    }

    @Override
    public List<Sighting> look() {
        looks.incrementAndGet();
        return List.copyOf(workers.values());
    }

    @Override
    public Follower follow(GenerationRef generation, String worker, Instant since, Consumer<String> line) {
        return new Follower() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // There is nothing to close.
            }
        };
    }

    @Override
    public Map<String, Secret> environment(GenerationRef generation, String worker) {
        return Map.of();
    }

    @Override
    public void close() {
        workers.clear();
    }
}
