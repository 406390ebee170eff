// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.util.Locale;

/** Times as minutes, to a tenth. */
public final class Minutes {
    private Minutes() {}

    /** Such as {@code 12.5 min}. */
    public static String of(long seconds) {
        return String.format(Locale.ROOT, "%.1f min", seconds / 60.0);
    }
}
