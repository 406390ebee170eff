// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Times as clients send them. Java reads years that no database, and hardly another language, can hold: only those of
 * four digits are times here.
 */
public final class WireTime {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private WireTime() {}

    /** The time that an ISO 8601 text names, with any offset; empty if it is none, or out of range. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from))
                    .filter(WireTime::isInRange);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isInRange(Instant time) {
        return !time.isBefore(FIRST) && !time.isAfter(LAST);
    }
}
