// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An issuer's public keys, as they were fetched. */
record KeySet(List<JWK> keys, Instant fetchedAt, Instant freshUntil) {
    private static final int MOST = 100;
    private static final int SHORTEST_RSA = 2048;

    /** Verification takes time by the square of it. */
    private static final int LONGEST_RSA = 8192;

    private static final Duration USUALLY_FRESH = Duration.ofMinutes(10);
    private static final Duration BRIEFEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** What is read of a key; certificates and private parts are not. */
    private static final Set<String> READ = Set.of("kty", "kid", "use", "alg", "n", "e", "crv", "x", "y");

    KeySet {
        keys = List.copyOf(keys);
    }

    /**
     * Reads a JWK set (RFC 7517). A key that it cannot read is left out: it may be of a kind that came later.
     *
     * @throws dev.stagedoor.kernel.Problem {@code provider_unavailable} if it is none, or too large
     */
    static KeySet read(IssuerHttp.Document document, Instant now) {
        JsonNode keys = json(document).path("keys");
        if (!keys.isArray() || keys.size() > MOST) {
            throw IssuerHttp.unavailable("it publishes no JWK set of at most " + MOST + " keys");
        }
        List<JWK> readable = new ArrayList<>();
        keys.forEach(each -> key(each).ifPresent(readable::add));
        Duration fresh = document.maxAge().orElse(USUALLY_FRESH);
        Duration kept = fresh.compareTo(BRIEFEST) < 0 ? BRIEFEST : fresh.compareTo(LONGEST) > 0 ? LONGEST : fresh;
        return new KeySet(readable, now, now.plus(kept));
    }

    /** A document as JSON. */
    static JsonNode json(IssuerHttp.Document document) {
        try {
            return Json.mapper().readTree(document.body());
        } catch (IOException e) {
            throw IssuerHttp.unavailable("it answers with something other than JSON");
        }
    }

    private static Optional<JWK> key(JsonNode json) {
        Map<String, Object> members = new HashMap<>();
        json.properties().stream()
                .filter(member -> READ.contains(member.getKey()))
                .forEach(
                        member -> members.put(member.getKey(), member.getValue().asText()));
        if (json.path("key_ops").isArray()) {
            List<String> operations = new ArrayList<>();
            json.path("key_ops").forEach(operation -> operations.add(operation.asText()));
            members.put("key_ops", operations);
        }
        try {
            return Optional.of(JWK.parse(members));
        } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    boolean isFresh(Instant now) {
        return now.isBefore(freshUntil) && !now.isBefore(fetchedAt.minus(LONGEST));
    }

    /** The keys that can have signed a token with that header, by their own words too. */
    List<JWK> fitting(JWSHeader header) {
        return keys.stream().filter(key -> fits(key, header)).toList();
    }

    private static boolean fits(JWK key, JWSHeader header) {
        boolean named = header.getKeyID() == null || header.getKeyID().equals(key.getKeyID());
        boolean signs = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        boolean verifies =
                key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY);
        boolean meant = key.getAlgorithm() == null
                || key.getAlgorithm().getName().equals(header.getAlgorithm().getName());
        return named && signs && verifies && meant && isOfKind(key, header.getAlgorithm());
    }

    private static boolean isOfKind(JWK key, JWSAlgorithm algorithm) {
        return switch (key) {
            case RSAKey rsa ->
                JWSAlgorithm.Family.RSA.contains(algorithm) && rsa.size() >= SHORTEST_RSA && rsa.size() <= LONGEST_RSA;
            case ECKey ec ->
                JWSAlgorithm.Family.EC.contains(algorithm)
                        && Curve.forJWSAlgorithm(algorithm).contains(ec.getCurve());
            case OctetKeyPair pair -> JWSAlgorithm.EdDSA.equals(algorithm) && Curve.Ed25519.equals(pair.getCurve());
            default -> false;
        };
    }
}
