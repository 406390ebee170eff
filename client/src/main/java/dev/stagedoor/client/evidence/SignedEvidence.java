// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.evidence;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.api.evidence.VerificationView;
import dev.stagedoor.api.sessions.JwkSet;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Evidence in a file: a compact JWS (RFC 7515), or JSON with one beside what it signs. Only what the signature covers is
 * believed.
 */
public final class SignedEvidence {
    /** Of a field that comes twice, a reader sees the one and a parser the other. */
    private static final ObjectReader STRICT =
            WireJson.mapper().reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private static final String TYPE = "stagedoor-evidence+json";
    private static final int KEY_BYTES = 32;

    private SignedEvidence() {}

    /** What a file turned out to be. */
    public sealed interface Verdict {}

    /** It is genuine: what was found, and the key that signed it. */
    public record Genuine(VerificationView evidence, String keyId) implements Verdict {}

    /** It is not, for that reason. */
    public record Refused(String why) implements Verdict {}

    /** Verifies a file's text by those keys. */
    public static Verdict verify(String text, JwkSet keys) {
        try {
            String file = text.strip();
            if (!file.startsWith("{")) {
                return ofJws(file, null, keys);
            }
            JsonNode signed = STRICT.readTree(file);
            JsonNode evidence = signed.get("evidence");
            return evidence == null
                    ? new Refused("it is no evidence of Stagedoor")
                    : ofJws(signed.path("jws").asText(), evidence, keys);
        } catch (IOException | IllegalArgumentException unreadable) {
            return new Refused("it is no evidence of Stagedoor");
        }
    }

    private static Verdict ofJws(String jws, @Nullable JsonNode beside, JwkSet keys) throws IOException {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3) {
            return new Refused("it is no signed document");
        }
        JsonNode header = WireJson.mapper().readTree(decoded(parts[0]));
        if (!header.path("alg").asText().equals("EdDSA")
                || !header.path("typ").asText().equals(TYPE)
                || header.has("crit")) {
            return new Refused("it is signed, but not as evidence");
        }
        String id = header.path("kid").asText();
        JwkSet.Jwk key = keys.keys().stream()
                .filter(one -> Objects.equals(one.kid(), id) && "Ed25519".equals(one.crv()))
                .findFirst()
                .orElse(null);
        if (key == null) {
            return new Refused("its key " + id + " is not among the keys given");
        }
        byte[] payload = decoded(parts[1]);
        if (!isSigned(key, parts[0] + '.' + parts[1], decoded(parts[2]))) {
            return new Refused("its signature is wrong: it was altered, or another key signed it");
        }
        if (beside != null && !beside.equals(WireJson.mapper().readTree(payload))) {
            return new Refused("what it shows is not what was signed");
        }
        return new Genuine(WireJson.mapper().readValue(payload, VerificationView.class), id);
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static boolean isSigned(JwkSet.Jwk key, String input, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            // JSON may lack the x.
            ed25519.initVerify(publicKey(decoded(String.valueOf(key.x()))));
            ed25519.update(input.getBytes(StandardCharsets.US_ASCII));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    /** RFC 8032: y, the least significant byte first, and the sign of x in its highest bit. */
    private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        if (raw.length != KEY_BYTES) {
            throw new GeneralSecurityException("not an Ed25519 key");
        }
        byte[] y = new byte[KEY_BYTES];
        for (int i = 0; i < KEY_BYTES; i++) {
            y[i] = raw[KEY_BYTES - 1 - i];
        }
        boolean odd = (y[0] & 0x80) != 0;
        y[0] &= 0x7f;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, y));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
