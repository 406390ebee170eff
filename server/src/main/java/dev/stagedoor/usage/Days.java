// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.kernel.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Some days, as they begin in a time zone.
 *
 * @param to the last one
 */
record Days(LocalDate from, LocalDate to, ZoneId zone) {
    private static final int USUAL = 30;
    private static final int MOST = 366;

    /** From words: the last thirty days in UTC, unless they say otherwise. */
    static Days of(Optional<String> from, Optional<String> to, Optional<String> zone, Clock clock) {
        ZoneId where = zone.map(Days::zone).orElse(ZoneId.of("UTC"));
        LocalDate last = to.map(text -> date("to", text)).orElseGet(() -> LocalDate.now(clock.withZone(where)));
        LocalDate first = from.map(text -> date("from", text)).orElse(last.minusDays(USUAL - 1));
        if (first.isAfter(last) || first.isBefore(last.minusDays(MOST - 1))) {
            throw Problem.invalid("from", "must not be after to, and at most " + MOST + " days are counted at once");
        }
        return new Days(first, last, where);
    }

    private static LocalDate date(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problem.invalid(field, "must be a date like 2026-11-28");
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Problem.invalid("time_zone", "must be a time zone of the IANA's, like Europe/Berlin, or UTC");
        }
    }

    /**
     * Without those that began before that time.
     *
     * @param later whether it may begin later than was said
     * @throws Problem {@code invalid_request} if it may not, or if no day is left
     */
    Days since(Instant gone, boolean later) {
        if (!begins().isBefore(gone)) {
            return this;
        }
        LocalDate day = gone.atZone(zone).toLocalDate();
        LocalDate first = begins(day).isBefore(gone) ? day.plusDays(1) : day;
        if (!later || first.isAfter(to)) {
            throw Problem.invalid(
                    "from", "must be " + first + " or later: of earlier days not everything is kept (retention)");
        }
        return new Days(first, to, zone);
    }

    Instant begins() {
        return begins(from);
    }

    /** When the first day that is not counted begins. */
    Instant ends() {
        return begins(to.plusDays(1));
    }

    Instant begins(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** Each of them. */
    List<LocalDate> each() {
        return from.datesUntil(to.plusDays(1)).toList();
    }
}
