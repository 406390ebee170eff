// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import org.slf4j.Logger;

/**
 * Work that must not end the loop it runs in. A thread that dies of an {@link Error} would leave a node that says it is
 * ready and does nothing.
 */
public final class Contained {
    private Contained() {}

    /** One piece of work. */
    @FunctionalInterface
    public interface Work {
        /** Does it; may throw anything. */
        void run() throws InterruptedException;
    }

    /**
     * Runs the work and logs whatever it throws, errors included.
     *
     * @param what the subject of the log line: {@code job evictions}
     * @return whether it succeeded
     * @throws InterruptedException if the work was interrupted, whatever it threw then: that is how loops end
     */
    public static boolean run(Logger log, String what, Work work) throws InterruptedException {
        try (LogContext _ = LogContext.open()) {
            return attempt(log, what, work);
        }
    }

    private static boolean attempt(Logger log, String what, Work work) throws InterruptedException {
        try {
            work.run();
            return true;
        } catch (InterruptedException closed) {
            throw closed;
        } catch (Throwable failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw ended(failed);
            }
            tell(log, what, failed);
            return false;
        }
    }

    private static InterruptedException ended(Throwable by) {
        InterruptedException ended = new InterruptedException("interrupted at work");
        ended.initCause(by);
        return ended;
    }

    private static void tell(Logger log, String what, Throwable failed) {
        try {
            if (failed instanceof Error) {
                log.error("{} failed; it will be tried again", what, failed);
            } else {
                log.warn("{} failed; it will be tried again", what, failed);
            }
        } catch (Throwable unlogged) {
            // Without memory, logging fails as well. The loop goes on.
        }
    }
}
