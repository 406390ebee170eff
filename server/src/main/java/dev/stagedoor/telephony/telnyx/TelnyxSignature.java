// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * {@code telnyx-signature-ed25519}: base64 of the Ed25519 signature of {@code timestamp|body}, with the timestamp of {@code
 * telnyx-timestamp} in seconds since 1970. The URL is not signed. Verified by Bouncy Castle, which is several times as fast as
 * the JDK.
 */
final class TelnyxSignature {
    /** How far a timestamp may be from now, either way. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final int KEY = 32;
    private static final int SIGNATURE = 64;

    private TelnyxSignature() {}

    /** Whether it is of one of the account's public keys, and recent. */
    static boolean verify(SignedRequest request, List<CarrierSecret> keys, Instant now) {
        String timestamp = request.header("telnyx-timestamp").orElse("");
        Optional<byte[]> signature =
                request.header("telnyx-signature-ed25519").flatMap(text -> base64(text, SIGNATURE));
        if (signature.isEmpty() || !isRecent(timestamp, now)) {
            return false;
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes((timestamp + '|').getBytes(StandardCharsets.US_ASCII));
        signed.writeBytes(request.rawBody());
        boolean found = false;
        for (CarrierSecret key : CarrierSecret.few(keys)) {
            found |= base64(key.value().revealText(), KEY)
                    .map(raw -> verifies(raw, signed.toByteArray(), signature.get()))
                    .orElse(false);
        }
        return found;
    }

    private static boolean isRecent(String timestamp, Instant now) {
        if (timestamp.isEmpty() || timestamp.length() > 12 || !timestamp.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
    }

    /** So many bytes in standard base64; empty if it is something else, or not how they are encoded: one text for each. */
    private static Optional<byte[]> base64(String text, int length) {
        if (text.length() > 2 * length) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            boolean canonical = Base64.getEncoder().encodeToString(bytes).equals(text);
            return canonical && bytes.length == length ? Optional.of(bytes) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static boolean verifies(byte[] key, byte[] signed, byte[] signature) {
        try {
            return new Ed25519PublicKeyParameters(key)
                    .verify(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
        } catch (IllegalArgumentException noPointOfTheCurve) {
            return false;
        }
    }
}
