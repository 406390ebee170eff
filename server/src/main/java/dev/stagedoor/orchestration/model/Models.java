// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the vendor's models refuse, by their ids (docs/decisions/0014-claude.md). A gateway's other models refuse nothing. */
public final class Models {
    /** {@code claude-opus-4-6}, {@code claude-haiku-4-5-20251001}. */
    private static final Pattern ID = Pattern.compile("claude-[a-z]+-(\\d{1,2})(?:-(\\d{1,2}))?(?:-\\d{8})?");

    /** 4.6 */
    private static final int LAST_WITH_TEMPERATURE = 406;

    /** 5.1 */
    private static final int FIRST_WITHOUT_FORCED_TOOLS = 501;

    private Models() {}

    private static int version(String model) {
        Matcher id = ID.matcher(model);
        if (!id.matches()) {
            return 0;
        }
        int minor = id.group(2) == null ? 0 : Integer.parseInt(id.group(2));
        return Integer.parseInt(id.group(1)) * 100 + minor;
    }

    /** Whether it takes a temperature other than 1. */
    public static boolean takesTemperature(String model) {
        return version(model) <= LAST_WITH_TEMPERATURE;
    }

    /** Whether it can be made to call a tool; if not, it is asked for JSON of that form instead. */
    static boolean takesForcedTools(String model) {
        return version(model) < FIRST_WITHOUT_FORCED_TOOLS;
    }
}
