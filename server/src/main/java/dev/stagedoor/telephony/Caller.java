// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.CallerNumber;
import dev.stagedoor.telephony.carrier.CallerId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who calls, as a carrier says it: a number, or none of their own.
 *
 * @param text     what is kept of it: the number in E.164, {@value #WITHHELD}, or what was sent
 * @param identity the participant's, {@code caller-…}
 * @param name     what others in the room see
 */
record Caller(String text, String identity, String name) {
    /** A caller who does not say who they are. */
    static final String WITHHELD = "withheld";

    private static final Pattern LIKE_A_NUMBER =
            Pattern.compile("(?:tel:|sips?:)?\\+?([1-9][0-9]{6,14})(?:[@;: ].*)?", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a caller.
     *
     * @throws Problem {@code invalid_request} if the text has control characters
     */
    static Caller of(String field, String sent) {
        if (sent.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "must not have control characters");
        }
        String text = sent.stripTrailing();
        return of(CallerId.of(text), text.strip());
    }

    /** The caller that a carrier's text says; {@code sent} is that text. */
    static Caller of(CallerId id, String sent) {
        return switch (id) {
            case CallerId.Withheld() -> new Caller(WITHHELD, "caller-" + WITHHELD, "Caller (number withheld)");
            case CallerId.PhoneNumber(String number) ->
                new Caller(number, "caller-" + number.substring(1), "Caller from " + CallerNumber.written(number));
            case CallerId.ShortCode(String digits) -> new Caller(digits, "caller-" + digits, "Caller from " + digits);
            case CallerId.Client(String name) -> unnamed(sent);
            case CallerId.SipUri(String uri) -> unnamed(sent);
            case CallerId.Other(String text) -> unnamed(sent);
        };
    }

    private static Caller unnamed(String sent) {
        return new Caller(sent, "caller-" + digest(sent), "Caller");
    }

    /**
     * The number that may stand behind the text: carriers leave the plus sign out, and SIP addresses and {@code tel:} have
     * numbers in them. Enough to turn somebody away, not to let them in.
     */
    String suspected() {
        Matcher number = LIKE_A_NUMBER.matcher(text);
        return number.matches() ? '+' + number.group(1) : text;
    }

    boolean isWithheld() {
        return text.equals(WITHHELD);
    }

    /** The same for the same address, and nothing that could be read as somebody's. */
    private static String digest(String text) {
        return "x" + Hash.ofContent(text).toString().substring(0, 16);
    }
}
