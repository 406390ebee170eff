// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The token of a session: 256 random bits behind a prefix. Only its SHA-256 is stored (S4). */
final class SessionText {
    static final String PREFIX = "sd_ses_";

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private SessionText() {}

    static Secret next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The hash of a text of the right form. */
    static Optional<KeyHash> hash(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(KeyHash.of(text.getBytes(StandardCharsets.US_ASCII)))
                : Optional.empty();
    }
}
