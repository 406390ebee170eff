// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The number that was called, out of a carrier's text for it. */
public final class CalledNumber {
    /** A space where a form lost the plus sign; a SIP URI where a leg was dialled by {@link SipDestination}. */
    private static final Pattern FORM = Pattern.compile("(?:sips?:)?[+ ]([1-9][0-9]{6,14})(?:[@;].*)?");

    private CalledNumber() {}

    /**
     * The number, in E.164: of {@code +442079460107}, and of a SIP URI whose user it is.
     *
     * @throws dev.stagedoor.kernel.Problem {@code malformed_request} if it is neither
     */
    public static String of(String field, String sent) {
        Matcher form = FORM.matcher(SentText.checked(field, sent));
        if (!form.matches()) {
            throw SentText.malformed(field, "is not a phone number in E.164");
        }
        return '+' + form.group(1);
    }
}
