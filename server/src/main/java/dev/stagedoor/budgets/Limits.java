// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The most of each; null for no limit.
 *
 * @param window what the amounts are for, counted from multiples of it since 1970 in UTC; zero: one window without an end
 * @param micros money, in millionths of a US dollar
 * @param millis how long calls may take together
 * @param open   calls at the same time
 */
public record Limits(
        Duration window,
        @Nullable Long tokens,
        @Nullable Long micros,
        @Nullable Long calls,
        @Nullable Long millis,
        @Nullable Long open) {
    /** Of one run. */
    public static Limits ofRun(
            @Nullable Long tokens,
            @Nullable Double dollars,
            @Nullable Long calls,
            @Nullable Long seconds,
            @Nullable Long open) {
        return new Limits(Duration.ZERO, tokens, micros(dollars), calls, millis(seconds), open);
    }

    static @Nullable Long micros(@Nullable Double dollars) {
        return dollars == null ? null : Money.micros(dollars);
    }

    static @Nullable Long millis(@Nullable Long seconds) {
        return seconds == null ? null : seconds * 1_000;
    }
}
