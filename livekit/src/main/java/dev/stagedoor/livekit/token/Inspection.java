package dev.stagedoor.livekit.token;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token says, unproven.
 *
 * @param readable whether there was anything to read; when not, all but {@code problems} is empty
 * @param algorithm of the header
 * @param keyId {@code iss}
 * @param id {@code jti}
 * @param notBefore {@code nbf}
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 * @param grants the claims LiveKit looks at
 * @param claims the whole payload, as indented JSON
 * @param problems what is wrong or surprising, in words for people; they repeat no values of the token
 */
public record Inspection(
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

    public Inspection {
        problems = List.copyOf(problems);
    }

    static Inspection unreadable(String why) {
        return new Inspection(false, null, null, null, null, null, null, null, "", List.of(why));
    }
}
