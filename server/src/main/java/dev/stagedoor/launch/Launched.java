// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A generation of an agent's workers.
 *
 * @param drainUntil until when its workers may finish their calls; null while it is wanted
 */
record Launched(
        long number,
        Inputs inputs,
        Failures failures,
        @Nullable Instant drainUntil) {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A worker that was ready for so long has not failed to start. */
    static final Duration STEADY = Duration.ofMinutes(1);

    /**
     * What its workers are started with: when one of these changes, the next generation begins.
     *
     * @param agentName the LiveKit {@code agent_name} they register with
     * @param project   the version of the tenant's LiveKit credential (I2)
     * @param secrets   the version of the credential of each of the spec's variables
     */
    record Inputs(WorkerSpec spec, String agentName, long project, Map<String, Long> secrets) {
        Inputs {
            secrets = Map.copyOf(secrets);
        }
    }

    /**
     * Ends that nobody asked for.
     *
     * @param inRow   how many, one after the other
     * @param retryAt when the next start is tried; null for at once
     */
    record Failures(int inRow, @Nullable Instant retryAt) {
        static final Failures NONE = new Failures(0, null);

        /** With one more; a steady one begins the count again. */
        Failures plus(boolean steady, Instant now) {
            int count = steady ? 1 : inRow + 1;
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(count - 1, 10));
            return new Failures(count, now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause));
        }
    }

    boolean isDraining() {
        return drainUntil != null;
    }

    Launched with(Failures now) {
        return new Launched(number, inputs, now, drainUntil);
    }

    Launched drainingUntil(Instant until) {
        return new Launched(number, inputs, failures, until);
    }
}
