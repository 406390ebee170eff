// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.plivo;

import dev.stagedoor.http.signed.SignedRequest;
import dev.stagedoor.telephony.carrier.CarrierSecret;
import dev.stagedoor.telephony.carrier.Fields;
import dev.stagedoor.telephony.carrier.PublicAddress;
import dev.stagedoor.telephony.carrier.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code X-Plivo-Signature-V3}, of the account or subaccount, and {@code X-Plivo-Signature-Ma-V3}, of the main account: base64 of
 * HMAC-SHA256 over the URL, its query sorted and decoded, the form's fields, and the nonce in {@code X-Plivo-Signature-V3-Nonce};
 * several separated by commas. The nonce is signed, but nobody remembers it: events are compared by their ids.
 */
final class PlivoSignature {
    private static final int SIGNATURES = 16;
    private static final Pattern NONCE = Pattern.compile("[!-~]{1,128}");

    private PlivoSignature() {}

    /** Whether it is of one of the tokens. */
    static boolean verify(SignedRequest request, PublicAddress address, List<CarrierSecret> tokens) {
        String nonce = request.header("x-plivo-signature-v3-nonce").orElse("");
        List<String> sent = Stream.of("x-plivo-signature-v3", "x-plivo-signature-ma-v3")
                .flatMap(header -> request.header(header).stream())
                .flatMap(signatures -> Stream.of(signatures.split(",", SIGNATURES)))
                .map(String::strip)
                .toList();
        if (!NONCE.matcher(nonce).matches()) {
            return false;
        }
        String fields = signedFields(request);
        boolean found = false;
        for (CarrierSecret token : CarrierSecret.few(tokens)) {
            for (String url : address.spellings(path(request.target()))) {
                String expected = Signatures.hmac("HmacSHA256", token.value(), url + fields + '.' + nonce);
                for (String one : sent) {
                    found |= Signatures.same(one, expected);
                }
            }
        }
        return found;
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** What is signed after the path. */
    private static String signedFields(SignedRequest request) {
        String query = query(Fields.ofQuery(request.target()).all());
        if (request.verb().equals("GET")) {
            return query.isEmpty() ? "" : '?' + query;
        }
        String form = form(Fields.of(request).all());
        if (form.isEmpty()) {
            return query.isEmpty() ? "" : '?' + query;
        }
        return '?' + query + (query.isEmpty() ? "" : ".") + form;
    }

    private static String query(Map<String, List<String>> fields) {
        StringJoiner text = new StringJoiner("&");
        sorted(fields).forEach((name, values) -> values.forEach(value -> text.add(name + '=' + value)));
        return text.toString();
    }

    private static String form(Map<String, List<String>> fields) {
        StringBuilder text = new StringBuilder();
        sorted(fields)
                .forEach((name, values) ->
                        values.forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    private static Map<String, List<String>> sorted(Map<String, List<String>> fields) {
        Map<String, List<String>> sorted = new TreeMap<>();
        fields.forEach((name, values) -> {
            List<String> each = new ArrayList<>(values);
            each.sort(null);
            sorted.put(name, each);
        });
        return sorted;
    }
}
