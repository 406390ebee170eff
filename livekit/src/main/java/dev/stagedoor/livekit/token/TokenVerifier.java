// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import dev.stagedoor.livekit.token.Verification.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;

/**
 * Verifies tokens of one API key as LiveKit's server does, but stricter: {@code exp} is required (for servers up to
 * 1.13.5 a token without it never expires), duplicate claims are rejected, and base64 has one spelling.
 *
 * <p>HS256 only, compared in constant time. No claim is read before the signature is verified. Thread-safe.
 */
public final class TokenVerifier {
    /** The clock skew that LiveKit's server allows. */
    public static final Duration USUAL_LEEWAY = Duration.ofSeconds(60);

    private final String keyId;
    private final Mac mac;
    private final Duration leeway;
    private final Clock clock;

    /** A verifier that uses the system clock and LiveKit's leeway. */
    public TokenVerifier(ApiKey key) {
        this(key, USUAL_LEEWAY, Clock.systemUTC());
    }

    /**
     * A verifier that uses {@code clock}.
     *
     * @param leeway the allowed clock skew, both ways; not negative
     */
    public TokenVerifier(ApiKey key, Duration leeway, Clock clock) {
        if (leeway.isNegative()) {
            throw new IllegalArgumentException("leeway is negative");
        }
        this.keyId = key.id();
        this.mac = key.newMac();
        this.leeway = leeway;
        this.clock = clock;
    }

    /**
     * The API key that a token claims to be signed with. Unverified: use it to choose the key to verify with. Empty if
     * the text is not a token.
     */
    public static Optional<String> claimedKeyId(String jwt) {
        return jwt.length() > TokenSigner.LONGEST_TOKEN
                ? Optional.empty()
                : Jwt.split(jwt)
                        .map(Jwt::payload)
                        .map(Jwt::object)
                        .map(claims -> claims.path("iss").asText(""))
                        .filter(issuer -> !issuer.isEmpty());
    }

    /** Verifies {@code jwt}: the token alone, without {@code Bearer}. */
    public Verification verify(String jwt) {
        if (jwt.length() > TokenSigner.LONGEST_TOKEN) {
            return rejected(Reason.TOO_LONG, "the token is longer than " + TokenSigner.LONGEST_TOKEN + " characters");
        }
        var parts = Jwt.split(jwt).orElse(null);
        var header = parts == null ? null : Jwt.object(parts.header());
        if (parts == null || header == null) {
            return rejected(Reason.MALFORMED, "this is not a JWT");
        }
        if (!header.path("alg").asText("").equals("HS256")) {
            return rejected(Reason.ALGORITHM, "the token is not signed with HS256");
        }
        if (header.has("crit")) {
            return rejected(Reason.MALFORMED, "the header requires extensions (crit)");
        }
        return signatureHolds(parts)
                ? verifyClaims(parts)
                : rejected(Reason.SIGNATURE, "the token was not signed with this API key's secret");
    }

    /** Compared as text, so that only one spelling of a signature passes. */
    private boolean signatureHolds(Jwt parts) {
        try {
            var own = ((Mac) mac.clone()).doFinal(parts.signed());
            return MessageDigest.isEqual(
                    Base64.getUrlEncoder().withoutPadding().encode(own),
                    parts.signature().getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this JDK's HmacSHA256 cannot be copied", e);
        }
    }

    private Verification verifyClaims(Jwt parts) {
        var json = Jwt.object(parts.payload());
        if (json == null) {
            return rejected(Reason.MALFORMED, "the claims are not a JSON object with unique names");
        }
        var wrong = new ArrayList<String>();
        var claims = new ClaimsReader(json, wrong::add, _ -> {});
        var issuer = claims.text("iss");
        var notBefore = claims.time("nbf");
        var expires = claims.time("exp");
        var issuedAt = claims.time("iat");
        var id = claims.text("jti");
        var grants = claims.grants();
        if (!wrong.isEmpty()) {
            return rejected(Reason.MALFORMED, wrong.getFirst());
        }
        if (!keyId.equals(issuer)) {
            return rejected(Reason.ISSUER, "the token names another API key (iss)");
        }
        if (expires == null) {
            return rejected(Reason.NO_EXPIRY, "the token has no exp");
        }
        var now = clock.instant();
        if (!now.minus(leeway).isBefore(expires)) {
            return rejected(Reason.EXPIRED, "the token expired at " + expires);
        }
        if (notBefore != null && now.plus(leeway).isBefore(notBefore)) {
            return rejected(Reason.NOT_YET_VALID, "the token is not valid before " + notBefore);
        }
        return new Verification.Accepted(new VerifiedToken(keyId, grants, notBefore, issuedAt, expires, id));
    }

    private static Verification rejected(Reason reason, String detail) {
        return new Verification.Rejected(reason, detail);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TokenVerifier[" + keyId + "]";
    }
}
