// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.livekit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Watches a room continuously, and records how long more than one agent was in it. */
public final class RoomWatch implements AutoCloseable {
    /** How long two agents of one dispatch may be in a room, whatever was lost or late (D4). */
    public static final Duration NEVER_LONGER = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(200);

    private final AtomicLong longest = new AtomicLong();
    private final Thread watcher;
    private volatile boolean over;

    private RoomWatch(RealTenant tenant, String room) {
        watcher = Thread.ofVirtual().name("watch over " + room).start(() -> watch(tenant, room));
    }

    /** Watches from now on. */
    public static RoomWatch of(RealTenant tenant, String room) {
        return new RoomWatch(tenant, room);
    }

    private void watch(RealTenant tenant, String room) {
        long alone = System.nanoTime();
        while (!over) {
            boolean several = tenant.agentsIn(room).size() > 1;
            long now = System.nanoTime();
            if (several) {
                longest.accumulateAndGet(now - alone, Math::max);
            } else {
                alone = now;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    /** The longest time so far; a little more than was observed, never less. */
    public Duration longestWithTwo() {
        if (!watcher.isAlive()) {
            throw new AssertionError("the watch has ended: what happened since is not known");
        }
        return Duration.ofNanos(longest.get());
    }

    @Override
    public void close() {
        over = true;
    }
}
