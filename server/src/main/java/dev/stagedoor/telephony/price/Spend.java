// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.db.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a tenant has spent on calls by phone today and this month, and what calls in progress may still cost. */
record Spend(LocalDate today, Sum day, Sum month) {
    /** Millionths of a US dollar. */
    record Sum(long spent, long held) {
        /** Nothing. */
        static final Sum NONE = new Sum(0, 0);
    }

    /** By what the transaction sees. */
    static Spend at(Tx tx, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate first = today.withDayOfMonth(1);
        return new Spend(today, CostStore.sum(tx, today, today), CostStore.sum(tx, first, today));
    }

    private static Instant begins(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant dayBegins() {
        return begins(today);
    }

    Instant dayEnds() {
        return begins(today.plusDays(1));
    }

    Instant monthBegins() {
        return begins(today.withDayOfMonth(1));
    }

    Instant monthEnds() {
        return begins(today.withDayOfMonth(1).plusMonths(1));
    }

    /**
     * How long that leg may last within the caps: as long as it should, or as is affordable.
     *
     * @throws dev.stagedoor.kernel.Problem naming the cap, and when it opens again, if that is too short
     */
    Duration grant(SpendCaps caps, Price price, Leg leg, Instant now) {
        List<Cap> all = caps(caps);
        long left = all.stream().mapToLong(Cap::left).min().orElse(Long.MAX_VALUE);
        Duration affordable = price.within(left, leg.longest());
        if (affordable.compareTo(leg.shortest()) >= 0) {
            return affordable;
        }
        long needed = price.cost(leg.shortest());
        // The one that keeps this call out for the longest.
        throw all.stream()
                .filter(cap -> cap.left() < needed)
                .max(Comparator.comparing((Cap cap) -> cap.isSpentFor(needed)).thenComparing(Cap::opens))
                .orElseThrow()
                .refusal(leg, needed, now);
    }

    private List<Cap> caps(SpendCaps caps) {
        Stream.Builder<Cap> all = Stream.builder();
        if (caps.perCall() != null) {
            all.add(new Cap(SpendCaps.PER_CALL, caps.perCall(), Sum.NONE, Instant.MAX));
        }
        if (caps.perDay() != null) {
            all.add(new Cap(SpendCaps.PER_DAY, caps.perDay(), day, dayEnds()));
        }
        if (caps.perMonth() != null) {
            all.add(new Cap(SpendCaps.PER_MONTH, caps.perMonth(), month, monthEnds()));
        }
        return all.build().toList();
    }
}
