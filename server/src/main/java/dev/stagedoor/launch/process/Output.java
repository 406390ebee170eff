// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.process;

import dev.stagedoor.launch.WorkerRuntime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a process writes, for whoever follows it. Until then a little of it is kept, and then the process waits for a moment; if
 * nobody comes, the rest is dropped.
 */
final class Output implements Consumer<String> {
    private static final int MOST_CHARS = 256 * 1024;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** As long are the pieces that a longer line comes in. */
    private static final int PIECE = 16_384;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition followed = lock.newCondition();
    private final Deque<String> waiting = new ArrayDeque<>();
    private int chars;
    private long patience = PATIENCE_NANOS;
    private boolean inLongLine;
    private boolean over;
    private @Nullable Consumer<String> follower;

    /** The rest of a line that came in pieces is cut: a secret may lie across two of them. */
    @Override
    public void accept(String line) {
        boolean rest = inLongLine;
        inLongLine = line.length() >= PIECE;
        if (rest) {
            return;
        }
        Consumer<String> to = keptOrFollowed(line);
        if (to != null) {
            to.accept(line);
        }
    }

    private @Nullable Consumer<String> keptOrFollowed(String line) {
        lock.lock();
        try {
            while (follower == null && chars + line.length() > MOST_CHARS && patience > 0) {
                patience = followed.awaitNanos(patience);
            }
            if (follower == null && chars + line.length() <= MOST_CHARS) {
                waiting.add(line);
                chars += line.length();
            }
            return follower;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what was kept, and then what comes. */
    WorkerRuntime.Follower follow(Consumer<String> line) {
        lock.lock();
        try {
            waiting.forEach(line);
            waiting.clear();
            chars = 0;
            patience = PATIENCE_NANOS;
            follower = line;
            followed.signalAll();
        } finally {
            lock.unlock();
        }
        return new WorkerRuntime.Follower() {
            @Override
            public boolean isOpen() {
                return isFollowedBy(line);
            }

            @Override
            public void close() {
                unfollow(line);
            }
        };
    }

    @SuppressWarnings("ReferenceEquality") // That very one.
    private boolean isFollowedBy(Consumer<String> line) {
        lock.lock();
        try {
            return !over && follower == line;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("ReferenceEquality") // That very one.
    private void unfollow(Consumer<String> line) {
        lock.lock();
        try {
            if (follower == line) {
                follower = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** The process has ended, and all it wrote was passed on. */
    void end() {
        lock.lock();
        try {
            over = true;
        } finally {
            lock.unlock();
        }
    }
}
