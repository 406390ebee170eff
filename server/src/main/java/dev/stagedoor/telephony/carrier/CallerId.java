// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.api.numbers.NumberRequest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who calls, as far as the carrier says so. Carriers put many things in the place of a number; only what has the form of
 * E.164 is one, whether or not anybody has it.
 */
public sealed interface CallerId {
    /** A number; prints as its last two digits. */
    record PhoneNumber(String e164) implements CallerId {
        @Override
        public String toString() {
            return masked(e164);
        }
    }

    /** The caller wants to remain unknown, or the network does not know the number. */
    record Withheld() implements CallerId {}

    /** An app's user, by the name that the app gave itself: anybody's choice. */
    record Client(String name) implements CallerId {}

    /** A SIP address; prints without it. */
    record SipUri(String uri) implements CallerId {
        @Override
        public String toString() {
            return "SIP URI";
        }
    }

    /** A number of 3 to 8 digits that only its own network knows. */
    record ShortCode(String digits) implements CallerId {}

    /** Anything else: extensions, letters for digits, digits of other scripts, national forms; prints without it. */
    record Other(String text) implements CallerId {
        @Override
        public String toString() {
            return "other";
        }
    }

    /**
     * What a carrier's text for the caller is.
     *
     * @throws dev.stagedoor.kernel.Problem {@code malformed_request} if it is too long or has control characters
     */
    static CallerId of(String sent) {
        String from = SentText.checked("from", sent);
        String number = withPlus(from);
        if (Forms.E164.matcher(number).matches()) {
            return Forms.KEYPAD.contains(number) ? new Withheld() : new PhoneNumber(number);
        }
        String lower = from.strip().toLowerCase(Locale.ROOT);
        if (Forms.WORDS.contains(lower) || Forms.ANONYMOUS.matcher(lower).matches()) {
            return new Withheld();
        }
        if (from.startsWith("client:") && from.length() > "client:".length()) {
            return new Client(from.substring("client:".length()));
        }
        if (lower.startsWith("sip:") || lower.startsWith("sips:")) {
            return new SipUri(from);
        }
        return Forms.SHORT_CODE.matcher(from).matches() ? new ShortCode(from) : new Other(from);
    }

    /** A number whose plus sign was read as a form's space, with its plus sign; anything else as it is. */
    private static String withPlus(String text) {
        return text.startsWith(" ") ? '+' + text.substring(1) : text;
    }

    /** A number, without what would identify its owner in a log: {@code +…07}. */
    static String masked(String number) {
        return "+…" + number.substring(Math.max(0, number.length() - 2));
    }

    /** The forms that are known. */
    final class Forms {
        private static final Pattern E164 = Pattern.compile(NumberRequest.E164);
        private static final Pattern SHORT_CODE = Pattern.compile("[0-9]{3,8}");
        private static final Pattern ANONYMOUS =
                Pattern.compile("(sips?:)?(anonymous@.*|[^@]*@anonymous\\.invalid([:;?].*)?)");
        private static final Set<String> WORDS =
                Set.of("", "anonymous", "restricted", "unavailable", "unknown", "private", "blocked");

        /**
         * Twilio's: ANONYMOUS, RESTRICTED, UNAVAILABLE, BLOCKED and UNKNOWN on a keypad. The first looks like a number in
         * Lesotho: nobody may be blocked or billed by it.
         */
        private static final Set<String> KEYPAD =
                Set.of("+266696687", "+7378742833", "+86282452253", "+2562533", "+8656696");

        private Forms() {}
    }
}
