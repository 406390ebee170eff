// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import io.helidon.webserver.CloseConnectionException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a connection while a reply lasts, because only a read tells that the client has left. A read cannot be called off
 * without closing the connection, so the parser takes what the last one brings, and all that came before it; and a read
 * that is still under way when the next reply begins watches over that one too.
 */
final class ReadAhead {
    /** What a client may send before it has the reply; one that sends more is served no further request. */
    private static final int MOST = 64 << 10;

    private static final byte[] NONE = {};

    private final Supplier<byte @Nullable []> socket;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private int size;
    private boolean reading;
    private boolean wanted = true;
    private boolean closed;
    private @Nullable RuntimeException failure;
    private @Nullable Runnable left;

    /** {@code socket} reads what has arrived, waiting for at least a byte; null at the end. */
    ReadAhead(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /**
     * A reply begins: the parser wants nothing until {@link #take}. If the client leaves before that, {@code whenLeft} is
     * called, once and on another thread.
     */
    void begin(Runnable whenLeft) {
        boolean mine;
        lock.lock();
        try {
            wanted = false;
            left = whenLeft;
            mine = !reading;
            reading |= !isOver();
        } finally {
            lock.unlock();
        }
        if (mine) {
            Thread.ofVirtual().name("leaving").start(this::run);
        }
    }

    private void run() {
        boolean more = isReading();
        while (more) {
            more = read();
        }
        Runnable told = left();
        if (told != null) {
            told.run();
        }
    }

    private boolean isReading() {
        lock.lock();
        try {
            return reading;
        } finally {
            lock.unlock();
        }
    }

    /** Whom to tell that the client has left; null if it has not. */
    private @Nullable Runnable left() {
        lock.lock();
        try {
            Runnable told = isOver() ? left : null;
            left = null;
            return told;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        return closed || failure != null;
    }

    private boolean read() {
        boolean already = isWanted();
        try {
            return got(socket.get());
        } catch (RuntimeException e) {
            // The time that the parser waits for a request begins when the reply has ended.
            return (!already && isTimeout(e)) || failed(e);
        }
    }

    boolean isWanted() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private boolean got(byte @Nullable [] some) {
        lock.lock();
        try {
            if (some == null || size + some.length > MOST) {
                closed = true;
                kept.clear();
            } else {
                size += some.length;
                kept.add(some);
            }
            reading = some != null && !wanted;
            changed.signalAll();
            return reading;
        } finally {
            lock.unlock();
        }
    }

    private boolean failed(RuntimeException why) {
        lock.lock();
        try {
            failure = why;
            reading = false;
            changed.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The next bytes for the parser; null at the end of the connection, and nothing if the parser is to read itself. */
    byte @Nullable [] take() {
        lock.lock();
        try {
            wanted = true;
            left = null;
            while (kept.isEmpty() && reading && !closed) {
                changed.await();
            }
            if (!kept.isEmpty()) {
                size -= kept.element().length;
                return kept.remove();
            }
            if (failure != null) {
                throw failure;
            }
            return closed ? null : NONE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Any other exception would be answered, and the client would take that for the reply to its next request.
            throw new CloseConnectionException("the connection is being closed", e);
        } finally {
            lock.unlock();
        }
    }

    private static boolean isTimeout(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
