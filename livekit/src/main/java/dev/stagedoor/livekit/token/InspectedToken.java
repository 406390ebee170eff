// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.token;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unverified content of a token.
 *
 * @param readable whether it could be parsed; if not, everything but {@code problems} is empty
 * @param algorithm of the header
 * @param keyId {@code iss}
 * @param id {@code jti}
 * @param notBefore {@code nbf}
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 * @param grants the claims that LiveKit uses
 * @param claims the whole payload, as indented JSON
 * @param problems what is wrong or surprising, for people; they do not quote the token's values
 */
public record InspectedToken(
        boolean readable,
        @Nullable String algorithm,
        @Nullable String keyId,
        @Nullable String id,
        @Nullable Instant notBefore,
        @Nullable Instant issuedAt,
        @Nullable Instant expiresAt,
        @Nullable ClaimGrants grants,
        String claims,
        List<String> problems) {

    public InspectedToken {
        problems = List.copyOf(problems);
    }

    static InspectedToken unreadable(String why) {
        return new InspectedToken(false, null, null, null, null, null, null, null, "", List.of(why));
    }
}
