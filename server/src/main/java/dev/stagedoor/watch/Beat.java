// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import java.time.Duration;

/**
 * How often a room is asked for.
 *
 * @param quiet    while nothing changes
 * @param quick    after a start or a change
 * @param quickFor for how long after it
 */
public record Beat(Duration quiet, Duration quick, Duration quickFor) {
    private static final Duration QUICK = Duration.ofSeconds(1);
    private static final Duration QUICK_FOR = Duration.ofSeconds(10);

    /** So many intervals after an answer it still counts: a server that is slow to answer is not asked more for it. */
    private static final int COUNTS_FOR = 3;

    private static final Duration COUNTS_AT_LEAST = Duration.ofSeconds(5);

    /** The usual one, with that interval between questions while nothing changes. */
    public static Beat every(Duration quiet) {
        return new Beat(quiet, quiet.compareTo(QUICK) < 0 ? quiet : QUICK, QUICK_FOR);
    }

    /** For how long an answer counts, and for how long somebody who asked is taken to want to know. */
    Duration counts() {
        Duration some = quiet.multipliedBy(COUNTS_FOR);
        return some.compareTo(COUNTS_AT_LEAST) > 0 ? some : COUNTS_AT_LEAST;
    }
}
