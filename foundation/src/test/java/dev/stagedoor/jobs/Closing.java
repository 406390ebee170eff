// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

/** A close that waits for what is in progress. */
final class Closing {
    private Closing() {}

    /** Closes it in another thread; returns when that waits, or is through. */
    static Thread begun(AutoCloseable closed) {
        Thread closer = Thread.ofPlatform().start(() -> {
            try {
                closed.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        return closer;
    }
}
