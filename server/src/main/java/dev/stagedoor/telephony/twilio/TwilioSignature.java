// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.Fields;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.Signatures;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code X-Twilio-Signature}: base64 of HMAC-SHA1, with the account's auth token, of the URL and the form's fields
 * (<a href="https://www.twilio.com/docs/usage/security">Twilio's security page</a>). It has neither time nor nonce: a captured
 * request can be sent again, so events are compared by their ids.
 */
final class TwilioSignature {
    private static final String BODY_HASH = "bodySHA256";

    private TwilioSignature() {}

    /** Whether it is of one of the tokens. */
    static boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> tokens) {
        String sent = request.header("x-twilio-signature").orElse("");
        Optional<String> fields = signedFields(request);
        if (sent.isEmpty() || fields.isEmpty()) {
            return false;
        }
        boolean found = false;
        for (CarrierSecret token : CarrierSecret.few(tokens)) {
            for (String url : address.spellings(request.target())) {
                found |= Signatures.same(sent, Signatures.hmac("HmacSHA1", token.value(), url + fields.get()));
            }
        }
        return found;
    }

    /** What is signed besides the URL; empty if the body is not covered by the signature. */
    private static Optional<String> signedFields(SignedRequest request) {
        List<String> hashes = Fields.ofQuery(request.target()).all().getOrDefault(BODY_HASH, List.of());
        byte[] body = request.rawBody();
        if (!hashes.isEmpty()) {
            boolean same = hashes.size() == 1 && Signatures.same(hashes.getFirst(), sha256(body));
            return same ? Optional.of("") : Optional.empty();
        }
        if (body.length == 0) {
            return Optional.of("");
        }
        return request.verb().equals("GET")
                ? Optional.empty()
                : Optional.of(sorted(Fields.of(request).all()));
    }

    /** Each name with its value, by name; a repeated one with each of its different values. */
    static String sorted(Map<String, List<String>> fields) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((name, values) ->
                        new TreeSet<>(values).forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
