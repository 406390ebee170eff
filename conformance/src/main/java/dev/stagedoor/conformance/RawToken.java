// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A token built by hand, so it can be wrong in any way. Valid for ten minutes unless changed. */
public final class RawToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> MACS =
            Map.of("HS256", "HmacSHA256", "HS384", "HmacSHA384", "HS512", "HmacSHA512");

    private final ObjectNode claims = JSON.createObjectNode();
    private final ObjectNode header =
            JSON.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    private String secret;

    RawToken(String key, String secret) {
        this.secret = secret;
        claims.put("iss", key).put("sub", "alice");
        from(Duration.ZERO).until(Duration.ofMinutes(10));
    }

    /** Every server grant, for this room where one is needed. */
    public RawToken server(String room) {
        return grant("roomCreate", true)
                .grant("roomList", true)
                .grant("roomAdmin", true)
                .room(room);
    }

    /** A grant of telephony: {@code admin} or {@code call}. */
    public RawToken sip(String grant) {
        claims.withObject("/sip").put(grant, true);
        return this;
    }

    /** Lets its holder join this room. */
    public RawToken joins(String room) {
        return grant("roomJoin", true).room(room);
    }

    public RawToken grant(String name, boolean value) {
        claims.withObject("/video").put(name, value);
        return this;
    }

    public RawToken room(String name) {
        claims.withObject("/video").put("room", name);
        return this;
    }

    public RawToken key(String other) {
        claims.put("iss", other);
        return this;
    }

    public RawToken secret(String other) {
        secret = other;
        return this;
    }

    public RawToken algorithm(String name) {
        header.put("alg", name);
        return this;
    }

    public RawToken until(Duration fromNow) {
        claims.put("exp", Instant.now().plus(fromNow).getEpochSecond());
        return this;
    }

    public RawToken from(Duration fromNow) {
        claims.put("nbf", Instant.now().plus(fromNow).getEpochSecond());
        return this;
    }

    public RawToken without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** Applies any change to the claims. */
    public RawToken claims(Consumer<ObjectNode> change) {
        change.accept(claims);
        return this;
    }

    public String sign() {
        String signed = base64(header.toString()) + "." + base64(claims.toString());
        @Nullable String algorithm = MACS.get(header.path("alg").asText());
        if (algorithm == null) return signed + ".";
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
