// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.sip;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a request to {@code /api/sip/inbound}: {@code x-webhook-signature: sha256=} and the hex of HMAC-SHA256 over the
 * timestamp and the body, keyed with the whole text of the tenant's secret {@code webhook/sip}, its {@code whsec_} included.
 *
 * <p>In a shell, with the body in {@code $BODY} and the secret in {@code $SECRET}:
 *
 * <pre>{@code
 * AT=$(date +%s)
 * printf %s "$AT$BODY" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d ' ' -f 1
 * }</pre>
 */
public final class WebhookSignature {
    /** The header with the time of the signature, in seconds since 1970; it is accepted for five minutes. */
    public static final String TIMESTAMP = "x-webhook-timestamp";

    /** The header with the signature. */
    public static final String SIGNATURE = "x-webhook-signature";

    private WebhookSignature() {}

    /** The headers of a request with these bytes, sent at that time. Each serves for one request. */
    public static Map<String, String> headers(String secret, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        return Map.of(TIMESTAMP, timestamp, SIGNATURE, "sha256=" + hex(secret, timestamp, body));
    }

    private static String hex(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
