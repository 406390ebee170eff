// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.kernel.Contained;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections of clients that send a request, or read a reply, too slowly. A socket timeout covers a single read:
 * a client that sends a byte now and then never hits it. Interrupting a virtual thread that reads from or writes to a
 * socket closes the socket.
 */
public final class RequestWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RequestWatch.class);

    private final long readNanos;
    private final long writeNanos;
    private final ConcurrentMap<Thread, Turn> turns = new ConcurrentHashMap<>();
    private final Thread watcher;

    public RequestWatch(Duration read, Duration write) {
        readNanos = read.toNanos();
        writeNanos = write.toNanos();
        long period = Math.clamp(Math.min(read.toMillis(), write.toMillis()) / 4, 10, 1000);
        watcher = Thread.ofPlatform().daemon().name("request-watch").start(() -> watch(period));
    }

    /** The deadline of one thread. */
    static final class Turn {
        private final Thread thread;
        private long due;
        private boolean over;

        private Turn(Thread thread, long due) {
            this.thread = thread;
            this.due = due;
        }

        private synchronized boolean isOverAt(long now) {
            if (!over && now - due > 0) {
                over = true;
                thread.interrupt();
            }
            return over;
        }

        private synchronized void due(long next) {
            due = next;
        }

        private synchronized void finished() {
            over = true;
        }
    }

    /** The first byte of a request has come. */
    public void requestBegins() {
        Thread thread = Thread.currentThread();
        turns.put(thread, new Turn(thread, System.nanoTime() + readNanos));
    }

    /** The request has been read: from now on there is no deadline. */
    public void requestRead() {
        Turn turn = turns.get(Thread.currentThread());
        if (turn != null) {
            turn.due(System.nanoTime() + Long.MAX_VALUE / 2);
        }
    }

    /** The reply was sent, and what a client still sends is discarded for at most that long. */
    public void lingering(Duration longest) {
        Thread thread = Thread.currentThread();
        turns.put(thread, new Turn(thread, System.nanoTime() + longest.toNanos()));
    }

    /** A write begins. */
    public void writing() {
        Thread thread = Thread.currentThread();
        Turn turn = turns.get(thread);
        if (turn == null) {
            turns.put(thread, new Turn(thread, System.nanoTime() + writeNanos));
        } else {
            turn.due(System.nanoTime() + writeNanos);
        }
    }

    /** The thread no longer waits for a client. */
    public void finished() {
        @Nullable Turn turn = turns.remove(Thread.currentThread());
        if (turn != null) {
            turn.finished();
        }
    }

    private void watch(long period) {
        try {
            while (true) {
                Thread.sleep(period);
                Contained.run(LOG, "the watch of slow clients", this::endOverdue);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endOverdue() {
        long now = System.nanoTime();
        turns.values().removeIf(turn -> turn.isOverAt(now));
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
