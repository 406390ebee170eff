// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import dev.stagedoor.api.evidence.CheckOutcome;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One thing that must be so of a tenant. */
interface Check {
    /** Its name on the wire, in a few words. */
    String name();

    /** How long it may take; what takes longer has failed. */
    Duration within();

    /**
     * Looks. What cannot be found out has failed.
     *
     * @throws Problem for what could not be asked; its detail is what was seen
     */
    Finding look(Subject subject) throws InterruptedException;

    /**
     * What a check found.
     *
     * @param seen for people: what was observed, never a secret nor another tenant's name
     */
    record Finding(CheckOutcome outcome, String seen) {
        static Finding passed(String seen) {
            return new Finding(CheckOutcome.PASSED, seen);
        }

        static Finding failed(String seen) {
            return new Finding(CheckOutcome.FAILED, seen);
        }

        static Finding skipped(String why) {
            return new Finding(CheckOutcome.SKIPPED, why);
        }

        /** Whether it is so. */
        static Finding that(boolean isSo, String seen) {
            return isSo ? passed(seen) : failed(seen);
        }
    }

    /** Waits for what comes about by itself; returns whether it did within that time. */
    static boolean until(Duration longest, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(150);
        }
        return true;
    }
}
