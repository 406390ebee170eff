// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.api.numbers.NumberRequest;
import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.numbers.CallerNumber;
import dev.stagedoor.telephony.carrier.CallerId;
import java.util.Locale;
import java.util.Set;
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

    private static final Pattern NUMBER = Pattern.compile(NumberRequest.E164);
    private static final Pattern SHORT = Pattern.compile("[0-9]{2,8}");

    /** As SIP says it. */
    private static final Set<String> ANONYMOUS =
            Set.of("anonymous@anonymous.invalid", "sip:anonymous@anonymous.invalid");

    /**
     * Reads a caller.
     *
     * @throws Problem {@code invalid_request} if the text has control characters
     */
    static Caller of(String field, String sent) {
        if (sent.chars().anyMatch(Character::isISOControl)) {
            throw Problem.invalid(field, "must not have control characters");
        }
        String text = sent.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (CallerId.isWithheld(lower) || ANONYMOUS.contains(lower)) {
            return new Caller(WITHHELD, "caller-" + WITHHELD, "Caller (number withheld)");
        }
        if (NUMBER.matcher(text).matches()) {
            return new Caller(text, "caller-" + text.substring(1), "Caller from " + CallerNumber.written(text));
        }
        if (SHORT.matcher(text).matches()) {
            return new Caller(text, "caller-" + text, "Caller from " + text);
        }
        return new Caller(text, "caller-" + digest(text), "Caller");
    }

    boolean isWithheld() {
        return text.equals(WITHHELD);
    }

    /** The same for the same address, and nothing that could be read as somebody's. */
    private static String digest(String text) {
        return "x" + Hash.ofContent(text).toString().substring(0, 16);
    }
}
