// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.twilio;

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

/** What Twilio sends, and how it signs, written down a second time. */
final class TwilioCalls {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final CarrierSecret SECRET = new CarrierSecret(Secret.of(TOKEN));
    static final String SIGNATURE = "X-Twilio-Signature";

    private TwilioCalls() {}

    static Map<String, String> incoming(String from, String to) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("CallSid", "CA00000000000000000000000000000001");
        fields.put("AccountSid", "AC00000000000000000000000000000001");
        fields.put("From", from);
        fields.put("To", to);
        fields.put("Caller", from);
        fields.put("Called", to);
        fields.put("CallStatus", "ringing");
        fields.put("ApiVersion", "2010-04-01");
        fields.put("Direction", "inbound");
        fields.put("ForwardedFrom", "");
        fields.put("FromCity", "SÃO PAULO & more");
        fields.put("StirVerstat", "TN-Validation-Passed-B");
        return fields;
    }

    static String sign(String token, String url, Map<String, String> fields) {
        StringBuilder text = new StringBuilder(url);
        new TreeMap<>(fields).forEach((name, value) -> text.append(name).append(value));
        return hmac(token, text.toString());
    }

    static String hmac(String token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
