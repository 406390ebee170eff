// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.telnyx;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.SentRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Keys as Telnyx has them, made here: its public one, and what signs. */
final class TelnyxKeys {
    static final String SIGNATURE = "telnyx-signature-ed25519";
    static final String TIMESTAMP = "telnyx-timestamp";

    private static final KeyPair OURS = pair();

    static final CarrierSecret PUBLIC = publicOf(OURS);
    static final CarrierSecret OTHER = publicOf(pair());

    private TelnyxKeys() {}

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last 32 bytes of the X.509 form. */
    private static CarrierSecret publicOf(KeyPair keys) {
        byte[] encoded = keys.getPublic().getEncoded();
        byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        return new CarrierSecret(Secret.of(Base64.getEncoder().encodeToString(raw)));
    }

    static SentRequest signed(SentRequest request, Instant at) {
        String timestamp = String.valueOf(at.getEpochSecond());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((timestamp + '|').getBytes(StandardCharsets.UTF_8));
        text.writeBytes(request.rawBody());
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(OURS.getPrivate());
            signature.update(text.toByteArray());
            return request.with(TIMESTAMP, timestamp)
                    .with(SIGNATURE, Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
