// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Polls until a deadline, for server events that trigger no notification. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    public static void until(Duration patience, BooleanSupplier happened) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("did not happen within " + patience);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
