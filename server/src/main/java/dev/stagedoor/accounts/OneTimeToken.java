// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.accounts;

import dev.stagedoor.db.Hash;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of a one-time token: 256 random bits behind a prefix. Only its SHA-256 is stored (S4). */
final class OneTimeToken {
    static final String PREFIX = "sd_once_";

    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimeToken() {}

    static Secret next() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        return Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The hash of a text of the right form. */
    static Optional<Hash> hash(String text) {
        return FORM.matcher(text).matches() ? Optional.of(sha256(text)) : Optional.empty();
    }

    private static Hash sha256(String text) {
        try {
            return Hash.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
