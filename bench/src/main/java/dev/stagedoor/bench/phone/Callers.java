// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import java.util.Locale;

/** People who call: numbers of the North American plan that are kept for fiction (555-0100 to 555-0199). */
public final class Callers {
    /** Somebody who withholds their number, and is turned away for that. */
    public static final String WITHHELD = "anonymous";

    private static final int IN_AN_AREA = 100;
    private static final int AREAS = 9;
    private static final int FIRST_AREA = 201;

    private Callers() {}

    /** Somebody who gets through; nine hundred differ. */
    public static String of(int n) {
        return String.format(Locale.ROOT, "+1%d55501%02d", FIRST_AREA + n / IN_AN_AREA % AREAS, n % IN_AN_AREA);
    }
}
