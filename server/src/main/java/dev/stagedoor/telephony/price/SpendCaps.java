// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.budgets.Money;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.Destination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's calls by phone may cost, in millionths of a US dollar; null for no cap.
 *
 * @param refusesUnpriced whether numbers without a price are not called, even where nothing is capped
 */
public record SpendCaps(
        @Nullable Long perDay,
        @Nullable Long perMonth,
        @Nullable Long perCall,
        boolean refusesUnpriced) {
    static final String PER_DAY = "spend_per_day";
    static final String PER_MONTH = "spend_per_month";
    static final String PER_CALL = "spend_per_call";

    /**
     * In US dollars.
     *
     * @throws Problem {@code invalid_request} naming a field with more than six decimals
     */
    public static SpendCaps ofDollars(
            @Nullable Double perDay, @Nullable Double perMonth, @Nullable Double perCall, boolean refusesUnpriced) {
        return new SpendCaps(
                micros(PER_DAY, perDay), micros(PER_MONTH, perMonth), micros(PER_CALL, perCall), refusesUnpriced);
    }

    private static @Nullable Long micros(String field, @Nullable Double dollars) {
        return dollars == null ? null : Dollars.micros(field, dollars);
    }

    /** As the API shows them. */
    public static @Nullable Double dollars(@Nullable Long micros) {
        return micros == null ? null : Money.dollars(micros);
    }

    /** The fields in which these allow more than {@code before} did. */
    public List<String> above(SpendCaps before) {
        List<String> higher = new ArrayList<>();
        above(higher, PER_DAY, perDay, before.perDay);
        above(higher, PER_MONTH, perMonth, before.perMonth);
        above(higher, PER_CALL, perCall, before.perCall);
        if (before.refusesUnpriced && !refusesUnpriced) {
            higher.add("unpriced");
        }
        return higher;
    }

    private static void above(List<String> higher, String field, @Nullable Long now, @Nullable Long before) {
        if (before != null && (now == null || now > before)) {
            higher.add(field);
        }
    }

    boolean capAnything() {
        return perDay != null || perMonth != null || perCall != null;
    }

    /** A cap that cannot count is none, so that where there is one, every call out needs a price. */
    void requirePriced(String number) {
        if (capAnything()) {
            throw noPrice(number, "and what calls may cost is capped");
        }
        if (refusesUnpriced) {
            throw noPrice(number, "and the dial settings refuse such numbers: see unpriced");
        }
    }

    private static Problem noPrice(String number, String why) {
        String prefix = number.substring(0, Math.min(number.length(), 5));
        return Destination.refused(
                "to", "is a number without a price, " + why + ". PUT /api/v1/call-prices gives " + prefix + "… one");
    }
}
