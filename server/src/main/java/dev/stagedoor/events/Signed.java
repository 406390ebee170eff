// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.http.signed.StandardWebhooks;
import dev.stagedoor.kernel.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** Secrets and signatures of webhooks, in the form of Standard Webhooks. */
final class Signed {
    private static final String PREFIX = "whsec_";
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Signed() {}

    static Secret newSecret() {
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        return Secret.of(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** {@code webhook-signature}: one for each secret. */
    static String signatures(List<Secret> secrets, String id, Instant at, byte[] body) {
        return secrets.stream()
                .map(secret -> StandardWebhooks.sign(secret, id, timestamp(at), body))
                .collect(Collectors.joining(" "));
    }

    /** {@code webhook-timestamp}. */
    static String timestamp(Instant at) {
        return String.valueOf(at.getEpochSecond());
    }
}
