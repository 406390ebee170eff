// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signatures with a shared secret. */
public final class Signatures {
    private Signatures() {}

    /** Standard base64 of the HMAC of the text in UTF-8; {@code algorithm} as the JDK names it: {@code HmacSHA256}. */
    public static String hmac(String algorithm, Secret key, String text) {
        byte[] revealed = key.reveal();
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(revealed, algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        } finally {
            Arrays.fill(revealed, (byte) 0);
        }
    }

    /** Whether both are the same; takes the same time for any of the same length. */
    public static boolean same(String sent, String expected) {
        return MessageDigest.isEqual(sent.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
