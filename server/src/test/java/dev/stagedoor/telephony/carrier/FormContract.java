// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The contract of a carrier that posts forms. */
public abstract class FormContract extends CarrierContract {
    /** The fields of an incoming call, as the carrier sends them. */
    protected abstract Map<String, String> fields(String from, String to);

    protected final String target() {
        return "/webhooks/" + carrier().name() + "/voice";
    }

    /** A form with these fields. */
    protected final SentRequest posted(Map<String, String> fields) {
        return SentRequest.form(target(), encoded(fields));
    }

    /** A call whose fields are changed. */
    protected final SentRequest changed(Map<String, String> changes) {
        Map<String, String> fields = new LinkedHashMap<>(fields(CALLER, CALLED));
        fields.putAll(changes);
        return posted(fields);
    }

    protected static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + '=' + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The fields that a request was made of. */
    protected static Map<String, String> sent(SentRequest request) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : new String(request.rawBody(), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = field.indexOf('=');
            fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    protected final SentRequest call(String from, String to) {
        return posted(fields(from, to));
    }

    @Override
    protected final SentRequest without(String field) {
        Map<String, String> fields = new LinkedHashMap<>(fields(CALLER, CALLED));
        fields.remove(field);
        return posted(fields);
    }

    @Override
    protected final SentRequest repeated() {
        return SentRequest.form(target(), encoded(fields(CALLER, CALLED)) + "&To=%2B442079460107");
    }

    @Override
    protected final SentRequest with(String field, String value) {
        return changed(Map.of(field, value));
    }

    @Override
    protected final SentRequest body(byte[] bytes) {
        return SentRequest.post(target(), "application/x-www-form-urlencoded", bytes);
    }
}
