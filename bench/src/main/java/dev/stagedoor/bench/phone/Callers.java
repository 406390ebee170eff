// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import java.util.Locale;

/** People who call: numbers of the North American plan that are kept for fiction (555-0100 to 555-0199). */
public final class Callers {
    /** Those who are turned away. */
    static final String BLOCKED = "+1212555*";

    private static final int IN_AN_AREA = 100;
    private static final int AREAS = 9;
    private static final int FIRST_AREA = 201;
    private static final int BLOCKED_AREA = 212;

    private Callers() {}

    /** Somebody who gets through; nine hundred differ. */
    public static String of(int n) {
        return number(FIRST_AREA + n / IN_AN_AREA % AREAS, n);
    }

    /** Somebody who is turned away; a hundred differ. */
    public static String blocked(int n) {
        return number(BLOCKED_AREA, n);
    }

    private static String number(int area, int n) {
        return String.format(Locale.ROOT, "+1%d55501%02d", area, n % IN_AN_AREA);
    }
}
