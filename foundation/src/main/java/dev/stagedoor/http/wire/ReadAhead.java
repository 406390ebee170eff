// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
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

    /** {@code socket} reads what has arrived, waiting for at least a byte; null at the end. */
    ReadAhead(Supplier<byte @Nullable []> socket) {
        this.socket = socket;
    }

    /** A reply begins: the parser wants nothing until {@link #take}. */
    void begin() {
        lock.lock();
        try {
            wanted = false;
        } finally {
            lock.unlock();
        }
    }

    /** Returns once the client has left, or the parser wants the next request. */
    void run() {
        if (isMine()) {
            boolean more = true;
            while (more) {
                more = read();
            }
        }
    }

    /** Whether this thread is to read; if another one does, returns when there is nothing left to watch. */
    private boolean isMine() {
        lock.lock();
        try {
            while (reading && !isOver()) {
                changed.awaitUninterruptibly();
            }
            boolean mine = !reading && !isOver();
            reading |= mine;
            return mine;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        return wanted || closed || failure != null;
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
            changed.signalAll();
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
            throw new UncheckedIOException(new InterruptedIOException("the connection is being closed"));
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
