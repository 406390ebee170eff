// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.budgets.Money;
import dev.stagedoor.kernel.Problem;

/** US dollars as they come in: none is rounded, or what is counted would not be what was said. */
final class Dollars {
    /** The currency's ISO 4217 code. */
    static final String CODE = "USD";

    /** Half of this is more than a double is off, and less than a seventh decimal. */
    private static final double UNSEEN = 1e-8;

    private Dollars() {}

    /**
     * In millionths.
     *
     * @throws Problem {@code invalid_request} naming the field if it has more than six decimals
     */
    static long micros(String field, double dollars) {
        long micros = Money.micros(dollars);
        boolean whole = Math.abs(Money.dollars(micros) - dollars) < UNSEEN;
        if (!whole) {
            throw Problem.invalid(field, "must have at most six decimals");
        }
        return micros;
    }

    /** As a refusal says it: {@code 12.5 USD}. */
    static String text(long micros) {
        return Money.dollars(micros) + " " + CODE;
    }
}
