// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something of a server that tells nobody when it happens, by looking again until a deadline. */
final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    static void until(Duration patience, BooleanSupplier happened) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("did not happen within " + patience);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
