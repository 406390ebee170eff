// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The texts of one kind of opaque token: 256 random bits behind a prefix. Only their SHA-256 is stored (S4). */
public final class TokenText {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String prefix;
    private final Pattern form;

    /** Those with that prefix: {@code sd_ses_}. */
    public TokenText(String prefix) {
        this.prefix = prefix;
        this.form = Pattern.compile(Pattern.quote(prefix) + "[A-Za-z0-9_-]{43}");
    }

    /** A new one. */
    public Secret next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Secret.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The hash of a text of the right form. */
    public Optional<KeyHash> hash(String text) {
        return form.matcher(text).matches()
                ? Optional.of(KeyHash.of(text.getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty();
    }
}
