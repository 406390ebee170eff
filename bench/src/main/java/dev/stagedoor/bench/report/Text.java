// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

import java.util.Locale;

/** Formats numbers for the tables. */
public final class Text {
    private Text() {}

    /** {@code 12,345}. */
    public static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** {@code 12.3}. */
    public static String tenths(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    /** {@code 1.23}. */
    public static String hundredths(double number) {
        return String.format(Locale.ROOT, "%,.2f", number);
    }

    /** {@code 5.1 ×}. */
    public static String times(double ratio) {
        return tenths(ratio) + " ×";
    }
}
