// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Does on another thread what a connection's own thread waits for. A virtual thread keeps memory for the deepest stack that it
 * has waited with, as long as it lives: a socket's own would keep that of its handshake's database calls.
 */
public final class Aside {
    private Aside() {}

    /** What {@code work} returns, or throws. An interrupt does not reach it, and is there again when it has ended. */
    public static <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().name("aside").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case Exception failed -> throw failed;
                        case Error failed -> throw failed;
                        case null, default -> throw new IllegalStateException(e);
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** As {@link #call}, of what returns nothing. */
    public static void run(Runnable work) {
        try {
            call(() -> {
                work.run();
                return work;
            });
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
