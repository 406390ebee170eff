// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

/** Money, counted in millionths of a US dollar. */
public final class Money {
    private static final double MICROS = 1_000_000;

    private Money() {}

    /** So many millionths in US dollars, as the API shows them. */
    public static double dollars(long micros) {
        return micros / MICROS;
    }

    /** US dollars in millionths, rounded. */
    public static long micros(double dollars) {
        return Math.round(dollars * MICROS);
    }
}
