// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.sip;

import java.util.List;
import java.util.regex.Pattern;

/** Numbers as LiveKit compares them. */
final class PhoneNumbers {
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9\\- ()]+");

    private PhoneNumbers() {}

    /** Without spaces, dashes and brackets, and with a plus; anything that is no number stays as it is. */
    static String normalised(String number) {
        if (!NUMBER.matcher(number).matches()) return number;
        String bare = number.replaceAll("[ ()-]", "");
        return bare.startsWith("+") ? bare : "+" + bare;
    }

    static boolean same(String one, String other) {
        return one.equals(other) || normalised(one).equals(normalised(other));
    }

    static boolean among(List<String> numbers, String number) {
        return numbers.stream().anyMatch(one -> same(one, number));
    }

    static boolean share(List<String> numbers, List<String> others) {
        return numbers.stream().anyMatch(one -> among(others, one));
    }
}
