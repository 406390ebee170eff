// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.LiveKitException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a project is left alone by work that nobody waits for, after it could not be reached or rejected the key: twice as
 * long after each further failure, up to minutes. Any answer ends the rest. So does a new version of the tenant's credential:
 * each version has a rest of its own for each newest version beside it.
 */
public final class Rest {
    /** One failure may be chance. */
    private static final int WITHOUT = 1;

    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration LONGEST_UNREACHED = Duration.ofMinutes(2);
    private static final Duration LONGEST_REJECTED = Duration.ofMinutes(5);

    private final Clock clock;
    private int failures;
    private Instant until = Instant.MIN;
    private @Nullable LiveKitException last;

    Rest(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns if the project may be asked.
     *
     * @throws Problem what it failed with last, with the time after which it is asked again
     */
    synchronized void requireOver() {
        Duration left = left();
        if (last != null && left.isPositive()) {
            throw LiveKitProblems.of(last).retryAfter(left);
        }
    }

    /** For how long it is still left alone; zero if it may be asked. */
    public synchronized Duration left() {
        Instant now = clock.instant();
        return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
    }

    synchronized void answered() {
        failures = 0;
        until = Instant.MIN;
        last = null;
    }

    /** A failure during a rest, of something that somebody waits for, does not prolong it. */
    synchronized void failed(LiveKitException why) {
        if (!isOne(why)) {
            answered();
            return;
        }
        Instant now = clock.instant();
        last = why;
        if (until.isAfter(now)) {
            return;
        }
        failures++;
        if (failures > WITHOUT) {
            until = now.plus(next(why));
        }
    }

    private Duration next(LiveKitException why) {
        Duration longest = LiveKitProblems.isRejection(why) ? LONGEST_REJECTED : LONGEST_UNREACHED;
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - WITHOUT - 1, 20));
        return doubled.compareTo(longest) < 0 ? doubled : longest;
    }

    /** Anything else is an answer. */
    private static boolean isOne(LiveKitException why) {
        return TenantGuard.isOutage(why)
                || LiveKitProblems.isRejection(why)
                || why instanceof LiveKitException.RateLimited
                || why instanceof LiveKitException.AddressRefused
                || why instanceof LiveKitException.Unsupported
                || why instanceof LiveKitException.WrongRegion;
    }
}
