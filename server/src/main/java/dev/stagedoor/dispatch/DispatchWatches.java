// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.DispatchId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Notifies readers on this node that a dispatch was saved. Readers on other nodes poll. */
final class DispatchWatches {
    private final Map<DispatchId, Set<Watch>> watches = new ConcurrentHashMap<>();

    /** Starts a watch, which every later save wakes. */
    Watch watch(DispatchId id) {
        Watch watch = new Watch(id);
        watches.compute(id, (key, known) -> {
            Set<Watch> all = known == null ? ConcurrentHashMap.newKeySet() : known;
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** A dispatch was saved. */
    void saved(DispatchId id) {
        watches.getOrDefault(id, Set.of()).forEach(watch -> watch.news.release());
    }

    /** One reader's watch. */
    final class Watch implements AutoCloseable {
        private final DispatchId id;
        private final Semaphore news = new Semaphore(0);

        private Watch(DispatchId id) {
            this.id = id;
        }

        /** Returns when the dispatch is saved, or after {@code most}. */
        void await(Duration most) throws InterruptedException {
            if (news.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                news.drainPermits();
            }
        }

        @Override
        public void close() {
            watches.computeIfPresent(id, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
