// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.signed;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of the Standard Webhooks specification: {@code webhook-id}, {@code webhook-timestamp} and {@code
 * webhook-signature: v1,<base64 of HMAC-SHA256 over "id.timestamp.body">}, several separated by spaces.
 *
 * @param secrets the accepted secrets, {@code whsec_<base64>}: more than one while a secret is being rotated
 * @param clock   timestamps may differ from it by {@link #TOLERANCE}
 */
public record StandardWebhooks(List<Secret> secrets, Clock clock) {
    /** How far a timestamp may be from now, either way. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final int SIGNATURES = 16;

    public StandardWebhooks {
        secrets = List.copyOf(secrets);
    }

    /**
     * Verifies a request and returns its {@code webhook-id}, by which repeated deliveries can be recognized.
     *
     * @throws Problem {@code unauthenticated}, with the same detail whatever the cause
     */
    public String verify(SignedRequest request) {
        String id = request.header("webhook-id").orElse("");
        String timestamp = request.header("webhook-timestamp").orElse("");
        String sent = request.header("webhook-signature").orElse("");
        boolean valid = !id.isEmpty() && id.length() <= 256 && isRecent(timestamp);
        boolean matches = false;
        for (Secret secret : secrets) {
            matches |= matches(sent, sign(secret, id, timestamp, request.rawBody()));
        }
        if (!valid || !matches) {
            throw Problem.of(ErrorCode.UNAUTHENTICATED, "The signature is missing or invalid.");
        }
        return id;
    }

    private boolean isRecent(String timestamp) {
        if (timestamp.isEmpty() || timestamp.length() > 12 || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
    }

    private static boolean matches(String sent, String expected) {
        byte[] wanted = expected.getBytes(StandardCharsets.US_ASCII);
        boolean found = false;
        for (String one : sent.split(" ", SIGNATURES)) {
            found |= MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), wanted);
        }
        return found;
    }

    /** One value of {@code webhook-signature}: {@code v1,…}. {@code timestamp} is in seconds since 1970. */
    public static String sign(Secret secret, String id, String timestamp, byte[] body) {
        String text = secret.revealText();
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("a webhook secret is not " + PREFIX + "<base64>");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
