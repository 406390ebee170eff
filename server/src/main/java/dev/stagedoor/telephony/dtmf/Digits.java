// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dtmf;

import dev.stagedoor.kernel.Problem;
import java.util.regex.Pattern;

/**
 * Keys to press: digits, {@code *}, {@code #}, {@code A} to {@code D}, and {@code w} for half a second's silence. Prints
 * without them.
 */
public record Digits(String text) {
    private static final Pattern KEYS = Pattern.compile("[0-9A-Dw*#]*");

    /**
     * Keys that a request asks for.
     *
     * @throws Problem {@code invalid_request} naming {@code field}
     */
    public static Digits of(String field, String sent) {
        if (!KEYS.matcher(sent).matches()) {
            throw Problem.invalid(field, "must be digits, *, #, A to D, and w");
        }
        return new Digits(sent);
    }

    /** How many keys there are, silences not counted. */
    int count() {
        return (int) text.chars().filter(key -> key != 'w').count();
    }

    @Override
    public String toString() {
        return "Digits[" + count() + "]";
    }
}
