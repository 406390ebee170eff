// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants whose events are being followed on this node: however many readers a tenant has, one look a second says
 * whether there is anything new (I7). A feed begins with its first reader and ends with its last.
 */
final class EventFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeeds.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final long GONE = -1;

    private final Events events;
    private final Map<TenantId, Feed> feeds = new ConcurrentHashMap<>();

    EventFeeds(Events events) {
        this.events = events;
    }

    /** Joins the tenant's feed; the reader's permission is for the caller to prove. */
    Reader join(TenantId tenant) {
        Feed feed = feeds.compute(tenant, (key, running) -> {
            Feed joined = running == null ? new Feed(tenant) : running;
            joined.readers++;
            return joined;
        });
        feed.start();
        return new Reader(feed);
    }

    /** One reader. */
    final class Reader implements AutoCloseable {
        private final Feed feed;

        private Reader(Feed feed) {
            this.feed = feed;
        }

        /** Waits until there is an event after that place; false if there will be none any more. */
        boolean await(long place) throws InterruptedException {
            return feed.await(place);
        }

        @Override
        public void close() {
            feeds.computeIfPresent(feed.tenant, (key, running) -> {
                running.readers--;
                return running.readers > 0 ? running : null;
            });
        }
    }

    private final class Feed {
        private final TenantId tenant;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final AtomicBoolean started = new AtomicBoolean();
        private long newest;
        /** Only under the map's lock for the tenant. */
        private int readers;

        Feed(TenantId tenant) {
            this.tenant = tenant;
        }

        private void start() {
            if (started.compareAndSet(false, true)) {
                Thread.ofVirtual().name("event-feed").start(this::follow);
            }
        }

        private void follow() {
            try {
                while (feeds.get(tenant) == this && look()) {
                    TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Looks once for all readers; false if that was the last time. A look that fails is tried again. */
        private boolean look() {
            try {
                Optional<Long> seen = events.newest(tenant);
                publish(seen.orElse(GONE));
                return seen.isPresent();
            } catch (RuntimeException | Error e) {
                LOG.warn("a look at the events of {} failed; it will be tried again", tenant, e);
                return true;
            }
        }

        private void publish(long place) {
            lock.lock();
            try {
                newest = place;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private boolean await(long place) throws InterruptedException {
            lock.lock();
            try {
                while (newest <= place && newest != GONE) {
                    changed.await();
                }
                return newest != GONE;
            } finally {
                lock.unlock();
            }
        }
    }
}
