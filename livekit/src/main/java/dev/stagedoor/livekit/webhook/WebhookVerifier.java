package dev.stagedoor.livekit.webhook;

import dev.stagedoor.livekit.token.ApiKey;
import dev.stagedoor.livekit.token.TokenVerifier;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.livekit.token.VerifiedToken;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a webhook comes from a server that holds one of the keys, and that its body is the one that was signed.
 *
 * <p>LiveKit sends the token in {@code Authorization} without {@code Bearer}; both are taken. The body is hashed as the
 * bytes that came: decode nothing before. Tokens live five minutes and LiveKit sends the same one again with each
 * retry, so within that time a captured webhook can be replayed: compare {@link WebhookEvent#id}.
 */
public final class WebhookVerifier {
    /** LiveKit's own bound for API bodies is 10 MiB; an event stays far below this one. */
    public static final int LONGEST_BODY = 1024 * 1024;

    private final Function<String, @Nullable ApiKey> keys;
    private final Duration leeway;
    private final Clock clock;

    /**
     * A verifier on the system's clock with LiveKit's leeway.
     *
     * @param keys gives the key of an id, or null for an id it does not know
     */
    public WebhookVerifier(Function<String, @Nullable ApiKey> keys) {
        this(keys, TokenVerifier.USUAL_LEEWAY, Clock.systemUTC());
    }

    /** A verifier on {@code clock}. */
    public WebhookVerifier(Function<String, @Nullable ApiKey> keys, Duration leeway, Clock clock) {
        this.keys = keys;
        this.leeway = leeway;
        this.clock = clock;
    }

    /** What was found. */
    public sealed interface Result {
        /**
         * It is what it says.
         *
         * @param keyId the API key that signed it: whose webhook this is
         */
        record Genuine(String keyId, WebhookEvent event) implements Result {}

        /** It is not, for the reason {@code why}, which holds no part of it. */
        record Rejected(String why) implements Result {}
    }

    /**
     * Verifies one webhook.
     *
     * @param authorization the header's value, or null when there was none
     * @param body the bytes as they came
     */
    public Result verify(@Nullable String authorization, byte[] body) {
        if (authorization == null || authorization.isBlank()) {
            return new Result.Rejected("there is no Authorization header");
        }
        if (body.length > LONGEST_BODY) {
            return new Result.Rejected("the body is longer than " + LONGEST_BODY + " bytes");
        }
        var jwt = authorization.startsWith("Bearer ") ? authorization.substring("Bearer ".length()) : authorization;
        var key = TokenVerifier.claimedKeyId(jwt).map(keys).orElse(null);
        if (key == null) {
            return new Result.Rejected("the token names no API key that is known here");
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
            return new Result.Rejected("the body is not the one that was signed");
        }
        try {
            var event = WireJson.WEBHOOKS.readValue(body, WebhookEvent.class);
            return event == null
                    ? new Result.Rejected("the body is not an event")
                    : new Result.Genuine(token.keyId(), event);
        } catch (IOException e) {
            return new Result.Rejected("the body is not an event");
        }
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
