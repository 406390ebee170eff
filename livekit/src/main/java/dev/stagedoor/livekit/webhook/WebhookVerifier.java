// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.webhook;

import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.token.VerifiedToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a webhook comes from a server with one of the keys, and that its body is the signed one.
 *
 * <p>LiveKit sends the token in {@code Authorization} without {@code Bearer}; both forms are accepted. The raw bytes of
 * the body are hashed: do not decode them first. Tokens live five minutes and LiveKit reuses the token when it retries,
 * so within that time a captured webhook can be replayed: compare {@link WebhookEvent#id}.
 */
public final class WebhookVerifier {
    /** LiveKit limits API bodies to 10 MiB; an event is far smaller. */
    public static final int LONGEST_BODY = 1024 * 1024;

    private static final String BEARER = "Bearer ";

    private final Function<String, @Nullable ApiKey> keys;
    private final Duration leeway;
    private final Clock clock;

    /**
     * A verifier that uses the system clock and LiveKit's leeway.
     *
     * @param keys finds a key by its id; null if unknown
     */
    public WebhookVerifier(Function<String, @Nullable ApiKey> keys) {
        this(keys, TokenVerifier.USUAL_LEEWAY, Clock.systemUTC());
    }

    /** A verifier that uses {@code clock}. */
    public WebhookVerifier(Function<String, @Nullable ApiKey> keys, Duration leeway, Clock clock) {
        this.keys = keys;
        this.leeway = leeway;
        this.clock = clock;
    }

    /** The result of a verification. */
    public sealed interface Result {
        /**
         * It is genuine.
         *
         * @param keyId the API key that signed it, which identifies the project
         */
        record Genuine(String keyId, WebhookEvent event) implements Result {}

        /** It is not genuine; {@code why} does not quote it. */
        record Rejected(String why) implements Result {}
    }

    /**
     * Verifies one webhook.
     *
     * @param authorization the header's value, or null
     * @param body the raw bytes
     */
    public Result verify(@Nullable String authorization, byte[] body) {
        if (authorization == null || authorization.isBlank()) {
            return new Result.Rejected("there is no Authorization header");
        }
        if (body.length > LONGEST_BODY) {
            return new Result.Rejected("the body is longer than " + LONGEST_BODY + " bytes");
        }
        var jwt = token(authorization);
        var key = TokenVerifier.claimedKeyId(jwt).map(keys).orElse(null);
        if (key == null) {
            return new Result.Rejected("the token names an unknown API key");
        }
        return switch (new TokenVerifier(key, leeway, clock).verify(jwt)) {
            case Verification.Rejected rejected -> new Result.Rejected(rejected.detail());
            case Verification.Accepted(var token) -> read(token, body);
        };
    }

    private static Result read(VerifiedToken token, byte[] body) {
        var claimed = token.grants().sha256();
        if (claimed == null
                || !MessageDigest.isEqual(
                        sha256(body).getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.UTF_8))) {
            return new Result.Rejected("the body does not match the signature");
        }
        return WebhookEvent.read(body)
                .<Result>map(event -> new Result.Genuine(token.keyId(), event))
                .orElseGet(() -> new Result.Rejected("the body is not an event"));
    }

    /** The token in the header's value, with or without {@code Bearer}. */
    public static String token(String authorization) {
        return authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : authorization;
    }

    /** Standard base64 of the SHA-256 of {@code body}, as in the token's {@code sha256}. */
    public static String sha256(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
