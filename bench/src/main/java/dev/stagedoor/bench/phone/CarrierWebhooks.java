// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What carriers send when somebody calls: their forms, signed as each of them signs (docs of Twilio, Telnyx and Plivo), with
 * accounts of this run.
 */
public final class CarrierWebhooks {
    /** The carriers, by the last but one segment of their webhook's path. */
    public static final List<String> ALL = List.of("twilio", "telnyx", "plivo");

    /** How the front end signs, as shown in the tables. */
    public static final String FRONT_END = "front end, HMAC-SHA256";

    static final String FORM = "application/x-www-form-urlencoded";
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String NONCE = "benchmark-0123456789";
    private static final int KEY = 32;

    private final String publicUrl;
    private final KeyPair telnyx;

    private CarrierWebhooks(String publicUrl, KeyPair telnyx) {
        this.publicUrl = publicUrl;
        this.telnyx = telnyx;
    }

    /** A carrier and how it signs, as shown in the tables. */
    public static String signs(String carrier) {
        return switch (carrier) {
            case "twilio" -> "Twilio, HMAC-SHA1";
            case "telnyx" -> "Telnyx, Ed25519";
            case "plivo" -> "Plivo, HMAC-SHA256";
            default -> throw new IllegalArgumentException(carrier);
        };
    }

    /** Of carriers who were told that URL. */
    static CarrierWebhooks at(String publicUrl) {
        try {
            return new CarrierWebhooks(
                    publicUrl, KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** The tenant's account with each carrier. */
    Map<String, Map<String, String>> accounts() {
        byte[] encoded = telnyx.getPublic().getEncoded();
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - KEY, encoded.length);
        return Map.of(
                "twilio", Map.of("account_sid", "AC" + "1".repeat(32), "auth_token", TOKEN),
                "telnyx", Map.of("public_key", Base64.getEncoder().encodeToString(key)),
                "plivo", Map.of("auth_id", "MA" + "1".repeat(18), "auth_token", TOKEN));
    }

    /** A carrier's request: somebody calls, and it asks what to do. */
    public byte[] request(String carrier, int port, String from, Instant at) {
        Form form = form(carrier, from);
        return Report.post(port, path(carrier), FORM, headers(carrier, form, at), form.encoded());
    }

    static String path(String carrier) {
        return "/webhooks/" + carrier + "/voice";
    }

    /** The fields of a form. */
    record Form(Map<String, String> fields) {
        String encoded() {
            return fields.entrySet().stream()
                    .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
        }

        /** Names and values, by name. */
        String sorted() {
            return new TreeMap<>(fields)
                    .entrySet().stream()
                            .map(field -> field.getKey() + field.getValue())
                            .collect(Collectors.joining());
        }
    }

    static Form form(String carrier, String from) {
        boolean plivo = carrier.equals("plivo");
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(plivo ? "CallUUID" : "CallSid", "CA" + "0".repeat(31) + "1");
        fields.put("From", plivo ? from.replace("+", "") : from);
        fields.put("To", plivo ? PhoneServer.NUMBER.substring(1) : PhoneServer.NUMBER);
        fields.put("CallStatus", "ringing");
        fields.put("Direction", "inbound");
        fields.put("ApiVersion", "2010-04-01");
        fields.put("CallerName", "BENCHMARK CALLER");
        fields.put("FromCity", "SPRINGFIELD");
        fields.put("FromState", "NY");
        fields.put("FromZip", "10001");
        fields.put("FromCountry", "US");
        if (plivo) {
            fields.put("Event", "StartApp");
        }
        return new Form(fields);
    }

    Map<String, String> headers(String carrier, Form form, Instant at) {
        String url = publicUrl + path(carrier);
        return switch (carrier) {
            case "twilio" -> Map.of("X-Twilio-Signature", hmac("HmacSHA1", url + form.sorted()));
            case "telnyx" -> {
                String time = Long.toString(at.getEpochSecond());
                yield Map.of(
                        "telnyx-timestamp", time, "telnyx-signature-ed25519", ed25519(time + '|' + form.encoded()));
            }
            case "plivo" ->
                Map.of(
                        "X-Plivo-Signature-V3-Nonce",
                        NONCE,
                        "X-Plivo-Signature-V3",
                        hmac("HmacSHA256", url + '?' + form.sorted() + '.' + NONCE));
            default -> throw new IllegalArgumentException(carrier);
        };
    }

    private static String hmac(String algorithm, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), algorithm));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private String ed25519(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(telnyx.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
