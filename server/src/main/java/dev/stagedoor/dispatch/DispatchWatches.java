// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells readers on this node what it saves of a dispatch, and that one was sent even before that. Readers on other nodes poll. */
final class DispatchWatches {
    /** A save that takes longer has failed, or is about to. */
    private static final Duration SAVED = Duration.ofSeconds(1);

    private final Map<DispatchId, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final Set<DispatchId> unsaved = ConcurrentHashMap.newKeySet();

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

    /** It is about to be saved like that: {@link #saved} follows. */
    void ahead(Dispatch next) {
        unsaved.add(next.id());
        tell(next.id(), next);
    }

    /** A dispatch was saved; empty if it was not, or nobody knows. */
    void saved(DispatchId id, Optional<Dispatch> as) {
        unsaved.remove(id);
        tell(id, as.orElse(null));
    }

    /** Whether it was told of, and is not saved yet. */
    boolean isUnsaved(DispatchId id) {
        return unsaved.contains(id);
    }

    private void tell(DispatchId id, @Nullable Dispatch news) {
        watches.getOrDefault(id, Set.of()).forEach(watch -> watch.tell(news));
    }

    /** Whoever was told of something before it was saved finds it saved after this. */
    void settle(DispatchId id) {
        if (!unsaved.contains(id)) {
            return;
        }
        long end = System.nanoTime() + SAVED.toNanos();
        try (Watch watch = watch(id)) {
            while (unsaved.contains(id) && System.nanoTime() < end) {
                watch.await(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One reader's watch. */
    final class Watch implements AutoCloseable {
        private final DispatchId id;
        private final Semaphore news = new Semaphore(0);
        private final AtomicReference<@Nullable Dispatch> told = new AtomicReference<>();

        private Watch(DispatchId id) {
            this.id = id;
        }

        private void tell(@Nullable Dispatch next) {
            told.set(next);
            news.release();
        }

        /** Returns when the dispatch is saved, or after {@code most}: as what it was saved, or null if that is to be read. */
        @Nullable
        Dispatch await(Duration most) throws InterruptedException {
            if (!news.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                return null;
            }
            news.drainPermits();
            return told.getAndSet(null);
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
