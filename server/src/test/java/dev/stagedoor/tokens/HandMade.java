// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as anyone can make them by hand: arbitrary claims, signed with an arbitrary secret. */
final class HandMade {
    private final Map<String, Object> claims = new LinkedHashMap<>();

    private HandMade() {}

    /** As the tenant's own key would sign for alice in its lobby, valid for an hour from now. */
    static HandMade of(TestTenant tenant) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> video = Map.of("roomJoin", true, "room", tenant.slug() + ".lobby", "canPublish", true);
        return new HandMade()
                .with("iss", tenant.keyId())
                .with("sub", "alice")
                .with("jti", "by-hand")
                .with("nbf", now)
                .with("iat", now)
                .with("exp", now + 3600)
                .with("video", video);
    }

    HandMade with(String claim, Object value) {
        claims.put(claim, value);
        return this;
    }

    HandMade without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** Signed with HS256. */
    String signed(String secret) {
        return signed("HS256", secret);
    }

    String signed(String algorithm, String secret) {
        String unsigned = encoded(Map.of("alg", algorithm, "typ", "JWT")) + "." + encoded(claims);
        return unsigned + "." + mac(algorithm, secret, unsigned);
    }

    /** With {@code alg: none} and no signature. */
    String unsigned() {
        return encoded(Map.of("alg", "none", "typ", "JWT")) + "." + encoded(claims) + ".";
    }

    private static String encoded(Map<String, Object> json) {
        return base64(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String mac(String algorithm, String secret, String text) {
        String name = algorithm.replace("HS", "HmacSHA");
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), name));
            return base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
