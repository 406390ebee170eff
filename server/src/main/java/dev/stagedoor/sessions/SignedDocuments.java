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

    /** The same document, signed anew if the key that signed it is not published any more. */
    public String current(String jws) {
        try {
            JWSObject signed = JWSObject.parse(jws);
            JWSHeader header = signed.getHeader();
            return keys.verifying(String.valueOf(header.getKeyID()), clock.instant())
                            .isPresent()
                    ? jws
                    : sign(header.getType().getType(), signed.getPayload().toString());
        } catch (ParseException e) {
            throw new IllegalStateException("not a signed document", e);
        }
    }
}
