// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.Ed25519Verifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stagedoor.api.oidc.OidcIssuerSettings;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Verifies the tokens of a tenant's issuers: the signature here, what the token says in {@link SubjectClaims}. */
final class SubjectTokens {
    /** The longest token, in characters. */
    static final int LONGEST = 8 << 10;

    static final String FIELD = "subject_token";

    private static final Pattern ALGORITHM = Pattern.compile(OidcIssuerSettings.ALGORITHM);

    /** ID tokens and JWT access tokens; other kinds, such as logout tokens, must not pass for them (RFC 8725). */
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "id_token+jwt");

    /** Keys of one id, which issuers publish while they change an algorithm. */
    private static final int MOST_KEYS = 4;

    private final KeySets keys;
    private final Clock clock;

    SubjectTokens(KeySets keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Whom the issuer vouches for. */
    record Vouched(Issuer issuer, String user) {}

    /**
     * Verifies a token.
     *
     * @param trusted the tenant's issuers
     * @throws Problem {@code invalid_request} naming the token; {@code provider_unavailable} and the like
     */
    Vouched verify(TenantId tenant, List<Issuer> trusted, String text) {
        if (text.length() > LONGEST) {
            throw refused("is longer than " + LONGEST + " characters");
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            requireKnownForm(token.getHeader());
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Issuer issuer = issuer(trusted, claims);
            if (!issuer.trust()
                    .algorithms()
                    .contains(token.getHeader().getAlgorithm().getName())) {
                throw refused("is signed in a way that this issuer may not use");
            }
            requireSignature(token, tenant, issuer);
            return new Vouched(issuer, SubjectClaims.user(claims, issuer.trust(), clock.instant()));
        } catch (ParseException | IllegalArgumentException e) {
            throw refused("is not a signed JWT");
        }
    }

    /** Without a header that this code does not honour, whoever signed it. */
    private static void requireKnownForm(JWSHeader header) {
        if (!ALGORITHM.matcher(header.getAlgorithm().getName()).matches()) {
            throw refused("is not signed with one of the algorithms that are allowed");
        }
        Set<String> critical = header.getCriticalParams();
        if ((critical != null && !critical.isEmpty()) || !header.isBase64URLEncodePayload()) {
            throw refused("has critical header parameters");
        }
        String type = header.getType() == null ? "jwt" : header.getType().getType();
        if (!TYPES.contains(type.toLowerCase(Locale.ROOT).replaceFirst("^application/", ""))) {
            throw refused("is neither an ID token nor an access token");
        }
    }

    /** By what the token says itself: its signature, which is checked next, is then that issuer's or nobody's. */
    private static Issuer issuer(List<Issuer> trusted, JWTClaimsSet claims) {
        String named = Optional.ofNullable(claims.getIssuer()).orElse("");
        return trusted.stream()
                .filter(issuer -> issuer.trust().issuer().equals(named))
                .findFirst()
                .orElseThrow(() -> refused("is of no issuer of this tenant's"));
    }

    private void requireSignature(SignedJWT token, TenantId tenant, Issuer issuer) {
        JWSHeader header = token.getHeader();
        List<JWK> fitting = keys.fitting(KeySets.Source.of(tenant, issuer.trust()), header);
        if (fitting.isEmpty()) {
            throw refused("is signed with a key that its issuer does not publish");
        }
        if (header.getKeyID() == null && fitting.size() > 1) {
            throw refused("does not say with which of its issuer's keys it is signed (kid)");
        }
        if (fitting.stream().limit(MOST_KEYS).noneMatch(key -> isSigned(token, key))) {
            throw refused("has a signature that is not its issuer's");
        }
    }

    private static boolean isSigned(SignedJWT token, JWK key) {
        try {
            return token.verify(verifier(key));
        } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
            return false;
        }
    }

    private static JWSVerifier verifier(JWK key) throws JOSEException {
        return switch (key) {
            case RSAKey rsa -> new RSASSAVerifier(rsa);
            case ECKey ec -> new ECDSAVerifier(ec);
            case OctetKeyPair pair -> new Ed25519Verifier(pair);
            default -> throw new JOSEException("a key of another kind");
        };
    }

    static Problem refused(String why) {
        return Problem.invalid(FIELD, why);
    }
}
