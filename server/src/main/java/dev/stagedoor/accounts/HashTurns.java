// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hashing on a few threads, so that it cannot starve the server. Tenants take turns, and each may have only so many
 * requests inside: a flood of one delays another's login by one hashing at most per thread (I7).
 */
final class HashTurns implements AutoCloseable {
    static final int PER_TENANT = 16;
    private static final int ALL = 1_024;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final int threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Map<TenantId, Integer> inside = new HashMap<>();

    /** In the order of their turns. */
    private final Map<TenantId, Queue<FutureTask<?>>> waiting = new LinkedHashMap<>();

    private int all;
    private boolean closed;

    HashTurns(int threads) {
        this.threads = threads;
    }

    /** On half of the processors, and on one at least. */
    static HashTurns ofThisMachine() {
        return new HashTurns(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    void start() {
        for (int i = 1; i <= threads; i++) {
            Thread.ofPlatform().daemon().name("password-hash-" + i).start(this::work);
        }
    }

    /** A request that may hash. */
    final class Place implements AutoCloseable {
        private final TenantId tenant;

        private Place(TenantId tenant) {
            this.tenant = tenant;
        }

        /** The work's result, on one of the threads. */
        <T> T call(Callable<T> work) {
            FutureTask<T> task = new FutureTask<>(work);
            add(tenant, task);
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                task.cancel(false);
                throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.");
            } catch (ExecutionException e) {
                throw new IllegalStateException("a password could not be hashed", e.getCause());
            }
        }

        @Override
        public void close() {
            leave(tenant);
        }
    }

    /**
     * Lets a request of that tenant in.
     *
     * @throws Problem {@code rate_limited} if the tenant has too many inside; {@code busy} if all together have
     */
    Place enter(TenantId tenant) {
        lock.lock();
        try {
            if (inside.getOrDefault(tenant, 0) >= PER_TENANT) {
                throw Problem.of(ErrorCode.RATE_LIMITED, "Too many logins of this tenant are in progress.")
                        .retryAfter(SOON);
            }
            if (all >= ALL) {
                throw Problem.of(ErrorCode.BUSY, "Too many logins are in progress.")
                        .retryAfter(SOON);
            }
            inside.merge(tenant, 1, Integer::sum);
            all++;
            return new Place(tenant);
        } finally {
            lock.unlock();
        }
    }

    private void leave(TenantId tenant) {
        lock.lock();
        try {
            inside.computeIfPresent(tenant, (key, count) -> count == 1 ? null : count - 1);
            all--;
        } finally {
            lock.unlock();
        }
    }

    private void add(TenantId tenant, FutureTask<?> task) {
        lock.lock();
        try {
            if (closed) {
                throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.");
            }
            waiting.computeIfAbsent(tenant, key -> new ArrayDeque<>()).add(task);
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (FutureTask<?> task = next(); task != null; task = next()) {
            task.run();
        }
    }

    /** The first task of the tenant whose turn it is, which then goes to the end; null once closed and done. */
    private @Nullable FutureTask<?> next() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (closed) {
                    return null;
                }
                more.awaitUninterruptibly();
            }
            Map.Entry<TenantId, Queue<FutureTask<?>>> turn =
                    waiting.entrySet().iterator().next();
            waiting.remove(turn.getKey());
            FutureTask<?> task = turn.getValue().remove();
            if (!turn.getValue().isEmpty()) {
                waiting.put(turn.getKey(), turn.getValue());
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Hashes what waits, and nothing more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
