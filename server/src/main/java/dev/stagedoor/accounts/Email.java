// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** An e-mail address in the form in which addresses are compared: NFC, lower case, without spaces around it. */
record Email(String value) {
    private static final String FIELD = "email";
    private static final int LONGEST = 254;
    private static final Pattern FORM = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /**
     * The address that somebody wrote.
     *
     * @throws Problem {@code invalid_request} naming {@code email}
     */
    static Email of(String written) {
        String composed = Normalizer.normalize(written.strip(), Normalizer.Form.NFC);
        String value = Normalizer.normalize(composed.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        PlainText.checked(FIELD, value, LONGEST);
        if (!FORM.matcher(value).matches()) {
            throw Problem.invalid(FIELD, "must be an e-mail address");
        }
        return new Email(value);
    }

    /** Not the address: it is personal. */
    @Override
    public String toString() {
        return "[email]";
    }
}
