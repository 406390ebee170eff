// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.kernel.Problem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the readers of this node follow: however many follow the same, one look serves them all (I7). The looks begin with the
 * first reader and end with the last. That they may read is for the caller to prove.
 *
 * @param <K> what is followed
 * @param <S> how it is seen
 */
public final class SharedLooks<K, S> {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLooks.class);

    private final String name;
    private final Source<K, S> source;
    private final Map<K, Feed> feeds = new ConcurrentHashMap<>();

    /**
     * How it was seen.
     *
     * @param over whether nothing will follow
     */
    public record Seen<S>(S state, boolean over) {}

    /** Where looks go. */
    public interface Source<K, S> {
        /** How it is now; a look that throws is tried again after the next pause. */
        Seen<S> look(K what);

        /** Begins to watch for the end of pauses between looks. */
        Pause pause(K what);
    }

    /** What is between two looks. */
    @FunctionalInterface
    public interface Pause extends AutoCloseable {
        /** Returns when it is time for the next look. */
        void await() throws InterruptedException;

        @Override
        default void close() {}
    }

    /** Looks at that source, on threads of that name. */
    public SharedLooks(String name, Source<K, S> source) {
        this.name = name;
        this.source = source;
    }

    /** One more reader. */
    public Reader<S> join(K what) {
        Feed feed = feeds.compute(what, (key, running) -> {
            Feed joined = running == null ? new Feed(key) : running;
            joined.readers++;
            return joined;
        });
        feed.start();
        return feed.new Reading();
    }

    /** One reader. */
    public interface Reader<S> extends AutoCloseable {
        /** Waits until it is seen as it is wanted, or for its end. */
        Seen<S> await(Predicate<S> wanted) throws InterruptedException;

        @Override
        void close();
    }

    private final class Feed {
        private final K what;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final AtomicBoolean started = new AtomicBoolean();
        private @Nullable Seen<S> latest;
        /** Only under the map's lock. */
        private int readers;

        Feed(K what) {
            this.what = what;
        }

        /** Once it is in the map. */
        private void start() {
            if (started.compareAndSet(false, true)) {
                Thread.ofVirtual().name(name).start(this::follow);
            }
        }

        private void follow() {
            try (Pause pause = source.pause(what)) {
                while (feeds.get(what) == this && !look()) {
                    pause.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Looks once for all readers; true if that was the last time. */
        private boolean look() {
            try {
                Seen<S> seen = source.look(what);
                publish(seen);
                return seen.over();
            } catch (Problem later) {
                LOG.debug("a look of {} was not possible: {}", name, later.detail());
                return false;
            } catch (RuntimeException | Error e) {
                LOG.warn("a look of {} failed; it will be tried again", name, e);
                return false;
            }
        }

        private void publish(Seen<S> seen) {
            lock.lock();
            try {
                latest = seen;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private final class Reading implements Reader<S> {
            @Override
            public Seen<S> await(Predicate<S> wanted) throws InterruptedException {
                lock.lock();
                try {
                    Seen<S> seen = latest;
                    while (seen == null || !(seen.over() || wanted.test(seen.state()))) {
                        changed.await();
                        seen = latest;
                    }
                    return seen;
                } finally {
                    lock.unlock();
                }
            }

            @Override
            public void close() {
                feeds.computeIfPresent(what, (key, running) -> {
                    running.readers--;
                    return running.readers > 0 ? running : null;
                });
            }
        }
    }
}
