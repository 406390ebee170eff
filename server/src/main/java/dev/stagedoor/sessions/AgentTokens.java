// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * Signs and verifies the tokens by which a page reaches agents: JWTs with EdDSA (RFC 8037). They name a session and its
 * tenant, and no person.
 */
public final class AgentTokens {
    static final String AUDIENCE = "stagedoor/rt";
    private static final String TICKETS = "stagedoor/rt-ticket";
    private static final Duration TICKET = Duration.ofSeconds(30);

    /** The clocks of two nodes may differ by so much. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Longer than any of ours. */
    private static final int LONGEST = 2_048;

    private static final String SESSION = "sid";
    private static final String TENANT = "ten";

    private final SigningKeys keys;
    private final String issuer;
    private final Duration life;

    AgentTokens(SigningKeys keys, String issuer, Duration life) {
        this.keys = keys;
        this.issuer = issuer;
        this.life = life;
    }

    /** A signed token, its id, and when it ends. */
    public record Minted(Secret text, String id, Instant expiresAt) {}

    /** What a valid token says. */
    public record Claims(TenantId tenant, String session, String id, Instant expiresAt) {}

    /** The key that signs now; not within a transaction, since it may be made. */
    SigningKey key(Instant now) {
        return keys.signing(now);
    }

    /** A token of that session, which it does not outlive (K1). */
    Minted mint(SigningKey key, TenantId tenant, Session session, Instant now) {
        return mint(key, tenant, session, new Use(AUDIENCE, now, life));
    }

    /** A ticket of that session. */
    Minted ticket(SigningKey key, TenantId tenant, Session session, Instant now) {
        return mint(key, tenant, session, new Use(TICKETS, now, TICKET));
    }

    /** What a token is for, from when, and for how long. */
    private record Use(String audience, Instant from, Duration life) {}

    private Minted mint(SigningKey key, TenantId tenant, Session session, Use use) {
        Instant now = use.from();
        Instant most = now.plus(use.life());
        Instant end = session.life().expiresAt().isBefore(most) ? session.life().expiresAt() : most;
        Instant expiresAt = Instant.ofEpochSecond(end.getEpochSecond());
        String id = Ids.next("tok", now);
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(use.audience())
                .subject(session.id())
                .claim(SESSION, session.id())
                .claim(TENANT, tenant.value())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .jwtID(id)
                .build();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(key.id()).build(), claims);
        try {
            token.sign(key.signs());
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return new Minted(Secret.of(token.serialize()), id, expiresAt);
    }

    /** What the token says, if we signed it; {@code token_expired} if it has ended, otherwise {@code unauthenticated}. */
    public Claims verify(String text, Instant now) {
        return verify(text, AUDIENCE, now);
    }

    /** As {@link #verify}, of a ticket; whether it was used before is not known here. */
    public Claims verifyTicket(String text, Instant now) {
        return verify(text, TICKETS, now);
    }

    private Claims verify(String text, String audience, Instant now) {
        if (text.length() > LONGEST) {
            throw invalid();
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            String kid = token.getHeader().getKeyID();
            if (!JWSAlgorithm.EdDSA.equals(token.getHeader().getAlgorithm()) || kid == null) {
                throw invalid();
            }
            SigningKey key = keys.verifying(kid, now).orElseThrow(AgentTokens::invalid);
            if (!token.verify(key.signs())) {
                throw invalid();
            }
            return claims(token.getJWTClaimsSet(), audience, now);
        } catch (ParseException | JOSEException | IllegalArgumentException notOurs) {
            throw invalid();
        }
    }

    private Claims claims(JWTClaimsSet claims, String audience, Instant now) throws ParseException {
        Date expires = claims.getExpirationTime();
        Date notBefore = claims.getNotBeforeTime();
        boolean ours = issuer.equals(claims.getIssuer()) && claims.getAudience().equals(List.of(audience));
        String session = claims.getStringClaim(SESSION);
        String tenant = claims.getStringClaim(TENANT);
        if (!ours || expires == null || notBefore == null || session == null || tenant == null) {
            throw invalid();
        }
        if (notBefore.toInstant().isAfter(now.plus(SKEW))) {
            throw invalid();
        }
        if (!now.isBefore(expires.toInstant())) {
            throw Problem.of(ErrorCode.TOKEN_EXPIRED, "The token has expired.");
        }
        return new Claims(new TenantId(tenant), session, String.valueOf(claims.getJWTID()), expires.toInstant());
    }

    private static Problem invalid() {
        return Problem.of(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
    }
}
