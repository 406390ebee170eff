package dev.stagedoor.bench;

import java.util.Locale;

/** Numbers as the tables write them. */
final class Text {
    private Text() {}

    /** {@code 12,345}. */
    static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** {@code 12.3}. */
    static String tenths(double number) {
        return String.format(Locale.ROOT, "%,.1f", number);
    }

    /** {@code 1.23}. */
    static String hundredths(double number) {
        return String.format(Locale.ROOT, "%,.2f", number);
    }

    /** {@code 5.1 ×}. */
    static String times(double ratio) {
        return tenths(ratio) + " ×";
    }
}
