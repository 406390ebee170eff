// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue of a lane: a bounded queue per tenant, served in turn, so one tenant's flood delays another's entry by at
 * most its share of a group. Thread-safe; one lane takes shares, and returns each by {@link #done}, {@link #locked} or
 * {@link #suspect}.
 */
final class LaneQueue {
    private static final int PER_TURN = 16;
    private static final int MOST = 256;
    private static final int MOST_BYTES = 1 << 20;
    private static final int SKIPS = 3;

    private final int bound;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Map<TenantId, Waiting> tenants = new HashMap<>();
    private final Deque<Waiting> ring = new ArrayDeque<>();
    private boolean closed;

    /** Entries of one tenant for one transaction, in order. */
    record Share(TenantId tenant, List<PendingGrant> entries) {}

    private static final class Waiting {
        private final TenantId tenant;
        private final Deque<PendingGrant> entries = new ArrayDeque<>();
        private int skips;
        private boolean inRing;
        /** On the lone path: not in the ring. */
        private boolean alone;
        /** Its last transaction was refused: until one succeeds it joins no group. */
        private boolean suspect;

        Waiting(TenantId tenant) {
            this.tenant = tenant;
        }
    }

    LaneQueue(int bound) {
        this.bound = bound;
    }

    /** Queues an entry; if the tenant's queue is full, that tenant alone gets {@code busy}. */
    void put(PendingGrant pending) {
        lock.lock();
        try {
            if (closed) {
                throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.");
            }
            Waiting waiting = tenants.computeIfAbsent(pending.tenant(), Waiting::new);
            if (waiting.entries.size() >= bound) {
                throw Problem.of(
                                ErrorCode.BUSY,
                                "Too many of the tenant's requests are waiting for the audit log; try again.")
                        .retryAfter(Duration.ofSeconds(1));
            }
            waiting.entries.add(pending);
            enter(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next group, of at least one entry. Empty when closed and drained. */
    List<Share> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (ring.isEmpty()) {
                if (closed) {
                    return List.of();
                }
                filled.await();
            }
            return group();
        } finally {
            lock.unlock();
        }
    }

    private List<Share> group() {
        Map<TenantId, Share> shares = new LinkedHashMap<>();
        int entries = 0;
        int bytes = 0;
        while (!ring.isEmpty() && entries < MOST && bytes < MOST_BYTES) {
            if (ring.getFirst().suspect && entries > 0) {
                break;
            }
            Waiting next = ring.removeFirst();
            next.inRing = false;
            List<PendingGrant> into = shares.computeIfAbsent(next.tenant, key -> new Share(key, new ArrayList<>()))
                    .entries();
            for (int i = 0; i < PER_TURN && !next.entries.isEmpty() && bytes < MOST_BYTES; i++) {
                PendingGrant pending = next.entries.removeFirst();
                into.add(pending);
                entries++;
                bytes += pending.size();
            }
            enter(next);
            if (next.suspect) {
                break;
            }
        }
        return List.copyOf(shares.values());
    }

    private void enter(Waiting waiting) {
        if (!waiting.inRing && !waiting.alone && !waiting.entries.isEmpty()) {
            waiting.inRing = true;
            ring.addLast(waiting);
            filled.signal();
        }
    }

    /** The share's transaction succeeded: its tenant is treated normally again. */
    void done(Share share) {
        lock.lock();
        try {
            Waiting waiting = tenants.computeIfAbsent(share.tenant(), Waiting::new);
            waiting.skips = 0;
            waiting.suspect = false;
            if (waiting.alone) {
                waiting.alone = false;
                enter(waiting);
            }
            forgetIfIdle(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** The tenant's row was locked: returns the share to the head. True when this has happened too often. */
    boolean locked(Share share) {
        lock.lock();
        try {
            Waiting waiting = putBack(share);
            waiting.skips++;
            waiting.alone = waiting.alone || waiting.skips >= SKIPS;
            if (waiting.alone) {
                ring.remove(waiting);
                waiting.inRing = false;
            }
            enter(waiting);
            return waiting.alone;
        } finally {
            lock.unlock();
        }
    }

    /** The share was in a group that was refused: returns it to the head, for a group of its own. */
    void suspect(Share share) {
        lock.lock();
        try {
            Waiting waiting = putBack(share);
            waiting.suspect = true;
            enter(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** The share was answered without success. */
    void failed(Share share) {
        lock.lock();
        try {
            Waiting waiting = tenants.computeIfAbsent(share.tenant(), Waiting::new);
            forgetIfIdle(waiting);
        } finally {
            lock.unlock();
        }
    }

    /** Takes entries of a tenant that {@link #locked} set aside; empty: the tenant is back in the lane. */
    List<PendingGrant> takeAlone(TenantId tenant) {
        lock.lock();
        try {
            Waiting waiting = tenants.computeIfAbsent(tenant, Waiting::new);
            List<PendingGrant> taken = new ArrayList<>();
            for (int bytes = 0; taken.size() < MOST && bytes < MOST_BYTES && !waiting.entries.isEmpty(); ) {
                PendingGrant pending = waiting.entries.removeFirst();
                bytes += pending.size();
                taken.add(pending);
            }
            if (taken.isEmpty()) {
                waiting.alone = false;
                waiting.skips = 0;
                forgetIfIdle(waiting);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private Waiting putBack(Share share) {
        Waiting waiting = tenants.computeIfAbsent(share.tenant(), Waiting::new);
        for (PendingGrant pending : share.entries().reversed()) {
            waiting.entries.addFirst(pending);
        }
        return waiting;
    }

    private void forgetIfIdle(Waiting waiting) {
        if (waiting.entries.isEmpty() && !waiting.suspect && !waiting.alone) {
            tenants.remove(waiting.tenant);
        }
    }

    /** The number of entries waiting. */
    int size() {
        lock.lock();
        try {
            return tenants.values().stream()
                    .mapToInt(waiting -> waiting.entries.size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /** Accepts no more entries; those queued can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
