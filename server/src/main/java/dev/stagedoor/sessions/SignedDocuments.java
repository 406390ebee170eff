// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import java.text.ParseException;
import java.time.Clock;
import java.util.Optional;

/**
 * Signs documents with the platform's keys, which {@code /.well-known/jwks.json} publishes. No document has the claims of a
 * token, so none is ever taken for one.
 */
public final class SignedDocuments {
    private final SigningKeys keys;
    private final Clock clock;

    SignedDocuments(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The document as a compact JWS; not within a transaction, since the key may be made. */
    public String sign(String type, String document) {
        SigningKey key = keys.signing(clock.instant());
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.EdDSA)
                .keyID(key.id())
                .type(new JOSEObjectType(type))
                .build();
        JWSObject signed = new JWSObject(header, new Payload(document));
        try {
            signed.sign(key.signs());
        } catch (JOSEException e) {
            throw new IllegalStateException("a document could not be signed", e);
        }
        return signed.serialize();
    }

    /**
     * The same document, signed anew if the key that signed it is not published any more. What none of the keys signed as a
     * document of that type stays as it is: whoever verifies it finds out, and nobody gets a signature by writing into a table.
     */
    public String current(String type, String jws) {
        try {
            JWSObject signed = JWSObject.parse(jws);
            JWSHeader header = signed.getHeader();
            Optional<SigningKey> key = keys.known(String.valueOf(header.getKeyID()));
            if (key.isEmpty()
                    || key.get().verifiesAt(clock.instant())
                    || !new JOSEObjectType(type).equals(header.getType())
                    || !signed.verify(key.get().signs())) {
                return jws;
            }
            return sign(type, signed.getPayload().toString());
        } catch (ParseException | JOSEException notSigned) {
            return jws;
        }
    }
}
