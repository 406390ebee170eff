// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A client that calls all the time, so that a node's caches are warm and every change happens between its requests. */
final class Bystander implements AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(1).toNanos();

    private final Withdrawal withdrawal;
    private final Queue<Asked> grants = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean over;

    private record Asked(long begun, long answered) {}

    private Bystander(Withdrawal withdrawal) {
        this.withdrawal = withdrawal;
        this.thread = Thread.ofVirtual().name("bystander").start(this::run);
    }

    static Bystander of(Withdrawal withdrawal) {
        return new Bystander(withdrawal);
    }

    private void run() {
        while (!over) {
            long begun = System.nanoTime();
            if (withdrawal.granted().test(withdrawal.ask().get())) {
                grants.add(new Asked(begun, System.nanoTime()));
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** How many of its requests were started and granted between these two moments. */
    long granted(long from, long until) {
        if (!thread.isAlive()) {
            throw new AssertionError("the bystander has stopped asking");
        }
        return grants.stream()
                .filter(asked -> asked.begun() > from && asked.answered() < until)
                .count();
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
