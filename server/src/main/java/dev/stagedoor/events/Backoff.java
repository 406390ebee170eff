// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try again. Chance comes from a source that a test can repeat. */
final class Backoff {
    /** After the first try of a delivery, or the first failure in a row, an endpoint that still fails is disabled. */
    static final Duration GIVE_UP = Duration.ofHours(24);

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final int FACTOR = 3;

    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private static final Duration MOST_ASKED = Duration.ofHours(1);

    private final RandomGenerator random;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Until a delivery that failed that often is tried again: 5 s, 15 s, 45 s, … 4 h, each less or more by a fifth. */
    Duration delay(int attempts) {
        Duration delay = FIRST;
        for (int i = 1; i < attempts && delay.compareTo(LONGEST) < 0; i++) {
            delay = delay.multipliedBy(FACTOR);
        }
        return jittered(least(delay, LONGEST));
    }

    /** Until another delivery is tried at an endpoint that failed that often in a row: 1 s, 2 s, 4 s, … 5 min. */
    Duration pause(int failures) {
        Duration pause = SHORTEST_PAUSE;
        for (int i = 1; i < failures && pause.compareTo(LONGEST_PAUSE) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return jittered(least(pause, LONGEST_PAUSE));
    }

    /** What an endpoint asked for, within bounds. */
    static Duration asked(Duration retryAfter) {
        return least(retryAfter, MOST_ASKED);
    }

    private Duration jittered(Duration delay) {
        long millis = delay.toMillis();
        return Duration.ofMillis(millis - millis / 5 + random.nextLong(2 * millis / 5 + 1));
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
