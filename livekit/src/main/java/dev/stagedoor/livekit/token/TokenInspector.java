// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.livekit.wire.WireJson;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a token without verifying it, for people who wonder why LiveKit rejects theirs. It accepts pasted text
 * ({@code Bearer …}, spaces, padding) and never throws. Programs must not rely on its output.
 */
public final class TokenInspector {
    private static final Pattern BEARER = Pattern.compile("(?i)^bearer\\s+");

    private final Clock clock;

    /** An inspector that uses the system clock. */
    public TokenInspector() {
        this(Clock.systemUTC());
    }

    /** An inspector that uses {@code clock}. */
    public TokenInspector(Clock clock) {
        this.clock = clock;
    }

    /** What {@code text} contains, and what is wrong with it. */
    public InspectedToken inspect(String text) {
        if (text.length() > TokenSigner.LONGEST_TOKEN) {
            return InspectedToken.unreadable("longer than " + TokenSigner.LONGEST_TOKEN + " characters");
        }
        var parts = Jwt.split(BEARER.matcher(text.strip()).replaceFirst("")).orElse(null);
        if (parts == null) {
            return InspectedToken.unreadable("not a JWT: not three parts separated by dots");
        }
        var claims = loose(parts.payload());
        if (claims == null) {
            return InspectedToken.unreadable("not a JWT: the middle part is not a JSON object in base64url");
        }
        return describe(parts, loose(parts.header()), claims);
    }

    private InspectedToken describe(Jwt parts, @Nullable JsonNode header, JsonNode json) {
        var problems = new ArrayList<String>();
        var claims = new ClaimsReader(
                json,
                wrong -> problems.add(wrong + ": LiveKit rejects the token"),
                unknown -> problems.add(unknown + " is unknown to LiveKit and has no effect"));
        var algorithm = header == null ? null : header.path("alg").asText("");
        var notBefore = claims.time("nbf");
        var expires = claims.time("exp");
        var issuer = claims.text("iss");
        var grants = claims.grants();
        if (!"HS256".equals(algorithm)) {
            problems.add("the algorithm is not HS256: LiveKit rejects the token");
        }
        if (parts.signature().isEmpty()) {
            problems.add("there is no signature");
        }
        if (issuer == null || issuer.isEmpty()) {
            problems.add("iss is missing: LiveKit cannot tell the API key");
        }
        times(notBefore, expires, problems);
        GrantAdvice.advise(grants, problems);
        return new InspectedToken(
                true,
                algorithm,
                issuer,
                claims.text("jti"),
                notBefore,
                claims.time("iat"),
                expires,
                grants,
                json.toPrettyString(),
                problems.stream().distinct().toList());
    }

    private void times(@Nullable Instant notBefore, @Nullable Instant expires, List<String> problems) {
        var now = clock.instant();
        if (expires == null) {
            problems.add("exp is missing: newer servers reject the token, older ones accept it forever");
        } else if (!now.isBefore(expires)) {
            problems.add("it expired at " + expires);
        }
        if (notBefore == null) {
            problems.add("nbf is missing: LiveKit Cloud cannot tell it from tokens it has revoked");
        } else if (now.isBefore(notBefore)) {
            problems.add("it is not valid before " + notBefore);
        }
    }

    /** Decodes it leniently. */
    private static @Nullable JsonNode loose(String part) {
        try {
            var plain = part.replace('+', '-').replace('/', '_').replace("=", "");
            var node = WireJson.ANSWERS.readTree(Base64.getUrlDecoder().decode(plain));
            return node != null && node.isObject() ? node : null;
        } catch (IllegalArgumentException | IOException e) {
            return null;
        }
    }
}
