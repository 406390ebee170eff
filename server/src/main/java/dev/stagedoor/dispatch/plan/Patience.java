// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * How long an attempt is waited for. LiveKit asks workers once and then never again, so an attempt that shows no job is
 * soon sent again; the jitter keeps calls that wait for the same worker apart, and comes from the dispatch, so that
 * histories replay.
 */
final class Patience {
    private static final Duration FIRST_APART = Duration.ofMillis(250);

    private final DispatchTiming timing;

    Patience(DispatchTiming timing) {
        this.timing = timing;
    }

    /** When an attempt that a worker has taken is given up. */
    static Instant forAgent(Dispatch dispatch, Attempt attempt) {
        return attempt.startedAt().plus(dispatch.spec().schedule().joinTimeout());
    }

    /** When an attempt without a job is sent again, if LiveKit may still be asking for workers. */
    Instant cold(Dispatch dispatch, Attempt attempt) {
        Duration full = timing.attemptTimeout();
        return attempt.startedAt().plus(full).plus(apart(dispatch, attempt, full.dividedBy(3)));
    }

    /** The same, if LiveKit shows jobs at once; the pause doubles once, so that a free place is taken within 5 s. */
    Instant warm(Dispatch dispatch, Attempt attempt) {
        if (attempt.number() == 2) {
            // The first pause has set the calls apart, and a worker that was full for 2 s is free now.
            return attempt.startedAt().plus(timing.warmAttemptTimeout());
        }
        Duration full = timing.warmAttemptTimeout().multipliedBy(attempt.number() == 1 ? 1 : 2);
        return attempt.startedAt().plus(full).plus(apart(dispatch, attempt, full.dividedBy(3)));
    }

    /** Little at first: the caller of a worker that is full for a moment waits for it. */
    private static Duration apart(Dispatch dispatch, Attempt attempt, Duration most) {
        return jitter(dispatch, attempt, attempt.number() == 1 ? FIRST_APART : most);
    }

    private static Duration jitter(Dispatch dispatch, Attempt attempt, Duration most) {
        int spread = Math.floorMod(dispatch.id().value().hashCode() * 31 + attempt.number() * 7919, 1000);
        return most.multipliedBy(spread).dividedBy(1000);
    }
}
