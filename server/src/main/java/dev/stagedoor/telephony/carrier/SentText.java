// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;

/** Text of a request: bounded, and free of control characters and unpaired surrogates. */
public final class SentText {
    /** The most characters of an id, a number or a status. */
    public static final int LONGEST = 256;

    private SentText() {}

    /**
     * The text, if it is acceptable; it may be empty.
     *
     * @throws Problem {@code malformed_request} that names the field and does not quote it
     */
    public static String checked(String field, String text) {
        if (text.length() > LONGEST) {
            throw malformed(field, "must have at most " + LONGEST + " characters");
        }
        if (text.chars().anyMatch(Character::isISOControl) || !PlainText.isStorable(text)) {
            throw malformed(field, "has a control character");
        }
        return text;
    }

    /** That a field cannot be read. */
    public static Problem malformed(String field, String why) {
        return Problem.of(ErrorCode.MALFORMED_REQUEST, field + ": " + why).field(field, why);
    }
}
