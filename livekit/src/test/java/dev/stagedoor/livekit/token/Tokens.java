// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens for tests, including ones that this library would never sign. */
final class Tokens {
    static final String KEY_ID = "APItest";
    static final String SECRET = "a-secret-for-tests-of-32-characters-or-more";
    static final ApiKey KEY = ApiKey.of(KEY_ID, SECRET);
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00.75Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    private Tokens() {}

    /** A token with any header and payload, signed with the test secret by independent code. */
    static String raw(String header, String payload) {
        var signed = base64(header) + "." + base64(payload);
        return signed + "." + hmac("HmacSHA256", signed);
    }

    /** Valid claims, plus {@code more}. */
    static String withClaims(String more) {
        return raw(
                "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
                "{\"iss\":\"" + KEY_ID + "\",\"sub\":\"alice\",\"exp\":" + (NOW.getEpochSecond() + 600)
                        + (more.isEmpty() ? "" : "," + more) + "}");
    }

    static String hmac(String algorithm, String signed) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The payload, read by independent code. */
    static JsonNode claims(String jwt) {
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
