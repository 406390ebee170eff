// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.text.Normalizer;
import java.util.Locale;

/** What users type as passwords. */
final class Passwords {
    private static final String FIELD = "password";
    private static final int SHORTEST = 8;
    private static final int LONGEST = 256;

    private Passwords() {}

    /** A password that somebody logs in with: composed (NFC), as keyboards differ in how they write one letter. */
    static Secret typed(String text) {
        return Secret.of(Normalizer.normalize(text, Normalizer.Form.NFC));
    }

    /**
     * A password that somebody chooses.
     *
     * @throws Problem {@code invalid_request} naming {@code password}
     */
    static Secret chosen(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        int characters = composed.codePointCount(0, composed.length());
        if (characters < SHORTEST || characters > LONGEST) {
            throw Problem.invalid(FIELD, "must have " + SHORTEST + " to " + LONGEST + " characters");
        }
        if (!PlainText.isStorable(composed)) {
            throw Problem.invalid(FIELD, "must not contain NUL or half of a character");
        }
        return Secret.of(composed);
    }

    /** Refuses what everybody would try first. */
    static void requireNotOf(Account account, Secret password) {
        String text = password.revealText().strip().toLowerCase(Locale.ROOT);
        String user = Normalizer.normalize(account.user(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        if (text.equals(account.person().email()) || text.equals(user)) {
            throw Problem.invalid(FIELD, "must not be the user's address or id");
        }
    }
}
