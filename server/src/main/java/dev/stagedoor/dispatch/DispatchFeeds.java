// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts that are being read on this node: however many readers a dispatch has, one look at the database serves
 * them all (I7). A feed begins with its first reader and ends with its last.
 */
final class DispatchFeeds {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchFeeds.class);
    private static final Principal.SystemJob BY = new Principal.SystemJob("feeds", "feeds");

    private final Ledger ledger;
    private final DispatchWatches watches;
    private final Map<DispatchId, Feed> feeds = new ConcurrentHashMap<>();

    DispatchFeeds(Ledger ledger, DispatchWatches watches) {
        this.ledger = ledger;
        this.watches = watches;
    }

    /** What a reader is given: the lines it has not seen, and whether none will follow them. */
    record News(List<Receipt.Numbered> lines, boolean over) {}

    /** Joins the feed of a dispatch; the reader's permission is for the caller to prove. */
    Reader join(TenantId tenant, DispatchId id) {
        Feed feed = feeds.compute(id, (key, running) -> {
            Feed joined = running == null ? new Feed(tenant, id) : running;
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

        /** Waits for a line after the first {@code seen}, or for the end. */
        News await(int seen) throws InterruptedException {
            return feed.await(seen);
        }

        @Override
        public void close() {
            feeds.computeIfPresent(feed.id, (key, running) -> {
                running.readers--;
                return running.readers > 0 ? running : null;
            });
        }
    }

    private final class Feed {
        private final TenantId tenant;
        private final DispatchId id;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final AtomicBoolean started = new AtomicBoolean();
        private List<Receipt.Numbered> lines = List.of();
        private boolean over;
        /** Only under the map's lock for the dispatch. */
        private int readers;

        Feed(TenantId tenant, DispatchId id) {
            this.tenant = tenant;
            this.id = id;
        }

        /** Once it is in the map. */
        private void start() {
            if (started.compareAndSet(false, true)) {
                Thread.ofVirtual().name("dispatch-feed").start(this::follow);
            }
        }

        private void follow() {
            try (DispatchWatches.Watch watch = watches.watch(id)) {
                while (isRead() && !look()) {
                    watch.await(Dispatches.LOOK);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private boolean isRead() {
            return feeds.get(id) == this;
        }

        /** Looks once for all readers; true if that was the last time. A look that fails is tried again. */
        private boolean look() {
            try {
                News news = ledger.read(BY, tenant, tx -> {
                    boolean ended = DispatchRowStore.find(tx, id)
                            .map(dispatch -> !dispatch.status().live())
                            .orElse(true);
                    return new News(ReceiptStore.receipt(tx, id, 0), ended);
                });
                publish(news);
                return news.over();
            } catch (Problem e) {
                boolean gone = e.code() == ErrorCode.NOT_FOUND;
                if (gone) {
                    publish(new News(List.of(), true));
                }
                return gone;
            } catch (RuntimeException | Error e) {
                LOG.warn("a look at {} failed; it will be tried again", id.value(), e);
                return false;
            }
        }

        private void publish(News news) {
            lock.lock();
            try {
                lines = news.lines();
                over = news.over();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        private News await(int seen) throws InterruptedException {
            lock.lock();
            try {
                List<Receipt.Numbered> unseen = after(seen);
                while (unseen.isEmpty() && !over) {
                    changed.await();
                    unseen = after(seen);
                }
                return new News(unseen, over);
            } finally {
                lock.unlock();
            }
        }

        private List<Receipt.Numbered> after(int seen) {
            return lines.stream().filter(line -> line.number() > seen).toList();
        }
    }
}
