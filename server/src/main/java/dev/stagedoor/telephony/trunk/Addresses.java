// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.trunk;

import dev.stagedoor.kernel.Problem;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses and blocks of addresses. LiveKit before 1.54 skips those that it cannot read, and lets everybody in if it can read none. */
final class Addresses {
    private static final Pattern FORM = Pattern.compile("([0-9.]{7,15}|[0-9a-fA-F:.]{2,45})(?:/([0-9]{1,3}))?");

    /** A block of more addresses than this keeps nobody out. */
    private static final int WIDEST = 8;

    private Addresses() {}

    /**
     * Returns the list.
     *
     * @throws Problem {@code invalid_request} naming {@code field} if one of them is none
     */
    static List<String> required(String field, List<String> addresses) {
        addresses.forEach(one -> {
            if (!isOne(one)) {
                throw Problem.invalid(
                        field, "must be IP addresses, or blocks of at least " + WIDEST + " bits, as 54.172.60.0/30");
            }
        });
        return List.copyOf(addresses);
    }

    private static boolean isOne(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return false;
        }
        try {
            int bits = InetAddress.ofLiteral(form.group(1)).getAddress().length * 8;
            int prefix = form.group(2) == null ? bits : Integer.parseInt(form.group(2));
            return prefix >= WIDEST && prefix <= bits;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }
}
