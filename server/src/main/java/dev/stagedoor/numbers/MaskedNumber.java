// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Scope;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Phone numbers as they are shown to whom they are none of their business: {@code +4420…23}. */
public final class MaskedNumber {
    private static final Pattern IDENTITY = Pattern.compile("((?:caller|callee)-|sip_\\+?)([0-9]{7,15})");
    /** So much of its beginning is shown. */
    static final int COUNTRY = 5;

    private static final int END = 2;
    private static final int SHORTEST = 8;

    private MaskedNumber() {}

    /** The number with its country and its last two digits; of a short one, the digits alone. */
    public static String of(String number) {
        if (!number.startsWith("+")) {
            // A word, as withheld, is nobody's; an address of another form says too much in any of its parts.
            return number.matches("[a-z]*") ? number : "…";
        }
        String end = number.substring(Math.max(0, number.length() - END));
        return number.length() < SHORTEST ? "…" + end : number.substring(0, COUNTRY) + "…" + end;
    }

    /** As that principal may see it. */
    public static String shownTo(Principal by, String number) {
        return seesNumbers(by) ? number : of(number);
    }

    /** A participant's identity, as that principal may see it: those of people on the phone are their numbers. */
    public static String identityShownTo(Principal by, String identity) {
        return seesNumbers(by) ? identity : ofIdentity(identity);
    }

    /** A participant's identity, for everybody. */
    public static String ofIdentity(String identity) {
        Matcher phone = IDENTITY.matcher(identity);
        return phone.matches() ? phone.group(1) + of('+' + phone.group(2)) : identity;
    }

    static boolean seesNumbers(Principal by) {
        Set<Scope> scopes = switch (by) {
            case Principal.TenantKey key -> key.scopes();
            case Principal.Operator operator -> operator.scopes();
            default -> Set.of();
        };
        return scopes.contains(Scope.PII_READ);
    }
}
