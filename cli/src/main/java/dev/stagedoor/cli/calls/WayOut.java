// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.calls;

import dev.stagedoor.client.http.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which command lets a number be called that the server refused to call. */
final class WayOut {
    private static final Pattern COUNTRY = Pattern.compile("dial settings do not list: ([A-Z]{2})");
    private static final Pattern TYPE = Pattern.compile("dial settings do not allow: ([a-z_]+)");
    private static final Pattern CAP = Pattern.compile("see ([a-z_]+) in the dial settings");
    private static final Pattern PRICE = Pattern.compile("without a price.* gives (\\+[0-9]+)…");
    private static final String ALLOW = "an operator can allow it: stagedoor dial-settings set ";

    private WayOut() {}

    /**
     * What to do about a refusal; null if its code says all.
     *
     * @param tenant as it was named; null for the key's own
     */
    static @Nullable String of(ProblemException refused, @Nullable String tenant) {
        String command = command(refused);
        return command == null || tenant == null ? command : command + " --tenant " + tenant;
    }

    private static @Nullable String command(ProblemException refused) {
        boolean ofFrom =
                refused.errors().stream().anyMatch(error -> error.field().equals("from"));
        return switch (refused.code()) {
            case "not_permitted_by_policy", "rate_limited", "concurrency_exhausted", "budget_exhausted" ->
                ofFrom ? "the numbers to call from: stagedoor outbound-trunk show" : allowing(refused.detail());
            case "conflict" ->
                refused.detail().contains("outbound trunk")
                        ? "stagedoor outbound-trunk set --address HOST --username NAME"
                        : null;
            case "agent_not_available" -> "why it did not come: stagedoor dispatches list --status failed";
            default -> null;
        };
    }

    private static @Nullable String allowing(String detail) {
        Matcher price = PRICE.matcher(detail);
        if (price.find()) {
            return "stagedoor call-prices set " + price.group(1) + " --per-minute USD";
        }
        Matcher country = COUNTRY.matcher(detail);
        if (country.find()) {
            return ALLOW + "--country " + country.group(1);
        }
        Matcher type = TYPE.matcher(detail);
        if (type.find()) {
            return ALLOW + "--allow-type " + type.group(1);
        }
        Matcher cap = CAP.matcher(detail);
        return cap.find() ? ALLOW + option(cap.group(1)) + " N" : null;
    }

    /** The option that is called as the setting, more or less. */
    private static String option(String setting) {
        String word = setting.replaceFirst("(destination|prefix)_per_hour$", "$1");
        return "--" + word.replace('_', '-');
    }
}
