// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

/**
 * Amounts of what a model's use consists of.
 *
 * @param micros money, in millionths of a US dollar
 * @param millis how long calls took
 */
public record Amounts(long tokens, long micros, long calls, long millis) {
    /** Nothing. */
    public static final Amounts NONE = new Amounts(0, 0, 0, 0);

    /** Both together. */
    Amounts plus(Amounts other) {
        return new Amounts(tokens + other.tokens, micros + other.micros, calls + other.calls, millis + other.millis);
    }

    /** Without the other. */
    Amounts minus(Amounts other) {
        return new Amounts(tokens - other.tokens, micros - other.micros, calls - other.calls, millis - other.millis);
    }
}
