// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.time.Duration;
import java.util.List;

/** Durations as people write them, for messages and log lines: Java writes {@code PT0.05S}. */
public final class Durations {
    private record Unit(String name, Duration length) {}

    private static final List<Unit> UNITS = List.of(
            new Unit("day", Duration.ofDays(1)),
            new Unit("hour", Duration.ofHours(1)),
            new Unit("minute", Duration.ofMinutes(1)),
            new Unit("second", Duration.ofSeconds(1)));

    private Durations() {}

    /** {@code 50 ms}, {@code 20 seconds}, {@code 1 hour}: in the largest unit that gives a whole number. */
    public static String text(Duration duration) {
        for (Unit unit : UNITS) {
            long whole = duration.dividedBy(unit.length);
            if (whole > 0 && unit.length.multipliedBy(whole).equals(duration)) {
                return whole + " " + unit.name + (whole == 1 ? "" : "s");
            }
        }
        return duration.toMillis() + " ms";
    }

    /** What follows {@code per}: {@code hour}, {@code 30 minutes}. */
    public static String each(Duration duration) {
        String text = text(duration);
        return text.startsWith("1 ") ? text.substring(2) : text;
    }
}
