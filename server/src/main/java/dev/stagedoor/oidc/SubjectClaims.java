// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.tenants.AppUsers;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a token must say, once its signature is known to be its issuer's. */
final class SubjectClaims {
    /** By how much the issuer's clock may differ. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String EMAIL = "email";

    private SubjectClaims() {}

    /**
     * The tenant's id of the user.
     *
     * @throws Problem {@code invalid_request} naming the token
     */
    static String user(JWTClaimsSet claims, Issuer.Trust trust, Instant now) {
        requireTime(claims, now);
        requireAudience(claims, trust.audiences());
        if (claims.getClaim("cnf") != null) {
            throw SubjectTokens.refused("is bound to a key, of which there is no proof");
        }
        if (claims.getClaim("events") != null) {
            throw SubjectTokens.refused("is neither an ID token nor an access token");
        }
        return user(claims, trust.userClaim());
    }

    private static void requireTime(JWTClaimsSet claims, Instant now) {
        Date expires = claims.getExpirationTime();
        if (expires == null) {
            throw SubjectTokens.refused("never expires");
        }
        if (!now.isBefore(expires.toInstant().plus(SKEW))) {
            throw SubjectTokens.refused("has expired");
        }
        if (isLater(claims.getNotBeforeTime(), now) || isLater(claims.getIssueTime(), now)) {
            throw SubjectTokens.refused("is not valid yet");
        }
    }

    private static boolean isLater(@Nullable Date claimed, Instant now) {
        return claimed != null && claimed.toInstant().isAfter(now.plus(SKEW));
    }

    /** A token for several must have been asked for by one of the tenant's own (OpenID Connect Core 1.0, section 3.1.3.7). */
    private static void requireAudience(JWTClaimsSet claims, List<String> ours) {
        List<String> audience = claims.getAudience();
        if (audience.stream().noneMatch(ours::contains)) {
            throw SubjectTokens.refused("is for none of the audiences that this issuer is trusted for");
        }
        if (audience.size() > 1 && !(claims.getClaim("azp") instanceof String asked && ours.contains(asked))) {
            throw SubjectTokens.refused("has several audiences, and its azp is none of this tenant's");
        }
    }

    private static String user(JWTClaimsSet claims, String claim) {
        if (!(claims.getClaim(claim) instanceof String user)) {
            throw SubjectTokens.refused("has no text in its claim " + claim);
        }
        if (claim.equals(EMAIL) && !Boolean.TRUE.equals(claims.getClaim("email_verified"))) {
            throw SubjectTokens.refused("does not say that the user's address is verified (email_verified)");
        }
        try {
            return PlainText.checked(claim, user, AppUsers.LONGEST_ID);
        } catch (Problem unreadable) {
            throw SubjectTokens.refused("has a claim that names no user: " + unreadable.detail());
        }
    }
}
