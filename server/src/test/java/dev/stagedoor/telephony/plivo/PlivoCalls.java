// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What Plivo sends, and how it signs, written down a second time. */
final class PlivoCalls {
    static final String TOKEN = "0123456789abcdefghij0123456789abcdefghij";
    static final CarrierSecret SECRET = new CarrierSecret(Secret.of(TOKEN));
    static final String SIGNATURE = "X-Plivo-Signature-V3";
    static final String MAIN_ACCOUNT = "X-Plivo-Signature-Ma-V3";
    static final String NONCE = "X-Plivo-Signature-V3-Nonce";

    private PlivoCalls() {}

    static Map<String, String> incoming(String from, String to) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("CallUUID", "36100ddc-aed6-11e4-98c9-075c56ad58a0");
        fields.put("From", from);
        fields.put("To", to);
        fields.put("CallStatus", "ringing");
        fields.put("Direction", "inbound");
        fields.put("Event", "StartApp");
        fields.put("CallerName", "+442079460199");
        fields.put("StirVerification", "Not Applicable");
        return fields;
    }

    /** The signature of a form posted to a URL without a query. */
    static String sign(String url, Map<String, String> form, String nonce) {
        StringBuilder text = new StringBuilder(url).append('?');
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        return hmac(text.append('.').append(nonce).toString());
    }

    static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
