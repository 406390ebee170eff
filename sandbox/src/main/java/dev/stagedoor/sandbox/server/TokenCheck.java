// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens as laxly as livekit-server 1.11.0: HS256, HS384 and HS512 pass, a missing {@code exp} passes, times
 * have 60 s of leeway, and the error text repeats the token. Not to be confused with Stagedoor's own verifier.
 */
final class TokenCheck {
    private static final long LEEWAY_SECONDS = 60;
    private static final Map<String, String> ALGORITHMS =
            Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");
    private static final String BAD_SIGNATURE = "go-jose/go-jose: error in cryptographic primitive";

    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock;
    private final String apiKey;
    private final byte[] secret;

    TokenCheck(Clock clock, String apiKey, String secret) {
        this.clock = clock;
        this.apiKey = apiKey;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** What the token grants; throws with LiveKit's error text if the token is rejected. */
    Claims check(String raw) throws AuthRefusal {
        String token = raw.strip();
        String[] parts = token.split("\\.", -1);
        ObjectNode header = parts.length == 3 ? object(parts[0]) : null;
        ObjectNode claims = parts.length == 3 ? object(parts[1]) : null;
        if (header == null || claims == null || !registeredClaimsFit(claims)) {
            throw new AuthRefusal("invalid authorization token");
        }
        String issuer = claims.path("iss").asText("");
        if (!issuer.equals(apiKey)) throw new AuthRefusal("invalid API key: " + issuer);
        String wrong = !signed(header, parts) ? BAD_SIGNATURE : wrong(claims);
        if (wrong != null) throw new AuthRefusal("invalid token: " + token + ", error: " + wrong);
        String subject = claims.path("sub").asText("");
        return new Claims(issuer, subject.isEmpty() ? claims.path("jti").asText("") : subject, claims);
    }

    /** The key id a token names, unverified; empty if unreadable. For the request log. */
    String namedKey(@Nullable String raw) {
        if (raw == null) return "";
        String[] parts = raw.strip().split("\\.", -1);
        ObjectNode claims = parts.length == 3 ? object(parts[1]) : null;
        return claims == null ? "" : claims.path("iss").asText("");
    }

    private @Nullable String wrong(ObjectNode claims) {
        String type = ClaimTypes.mistake(claims);
        if (type != null) return type;
        long now = clock.instant().getEpochSecond();
        if (claims.path("nbf").asLong(0) > now + LEEWAY_SECONDS)
            return validation("failed", "token not valid yet (nbf)");
        if (claims.has("exp") && claims.path("exp").asLong() < now - LEEWAY_SECONDS) {
            return validation("failed", "token is expired (exp)");
        }
        if (claims.path("iat").asLong(0) > now + LEEWAY_SECONDS) {
            return "go-jose/go-jose/jwt: validation field, token issued in the future (iat)";
        }
        return null;
    }

    private static String validation(String verb, String what) {
        return "go-jose/go-jose/jwt: validation " + verb + ", " + what;
    }

    private boolean signed(ObjectNode header, String[] parts) {
        String algorithm = ALGORITHMS.get(header.path("alg").asText(""));
        if (algorithm == null || header.has("crit")) return false;
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            byte[] ours = mac.doFinal((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return MessageDigest.isEqual(ours, Base64.getUrlDecoder().decode(parts[2]));
        } catch (IllegalArgumentException notBase64) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-2", e);
        }
    }

    private @Nullable ObjectNode object(String part) {
        try {
            return json.readTree(Base64.getUrlDecoder().decode(part)) instanceof ObjectNode node ? node : null;
        } catch (JsonProcessingException | IllegalArgumentException notOurs) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static boolean registeredClaimsFit(ObjectNode claims) {
        return absentOr(claims.get("iss"), JsonNode::isTextual)
                && absentOr(claims.get("sub"), JsonNode::isTextual)
                && absentOr(claims.get("jti"), JsonNode::isTextual)
                && absentOr(claims.get("exp"), JsonNode::isNumber)
                && absentOr(claims.get("nbf"), JsonNode::isNumber)
                && absentOr(claims.get("iat"), JsonNode::isNumber);
    }

    private static boolean absentOr(@Nullable JsonNode value, Predicate<JsonNode> fits) {
        return value == null || value.isNull() || fits.test(value);
    }
}
