// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.carrier;

import dev.stagedoor.http.signed.SignedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as a carrier sends it. */
public final class SentRequest implements SignedRequest {
    private final String verb;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] body;

    private SentRequest(String verb, String target, Map<String, String> headers, byte[] body) {
        this.verb = verb;
        this.target = target;
        this.headers = headers;
        this.body = body;
    }

    /** A POST of a body. */
    public static SentRequest post(String target, String contentType, byte[] body) {
        return new SentRequest("POST", target, Map.of("content-type", contentType), body);
    }

    /** As {@link #post(String, String, byte[])}, of a text. */
    public static SentRequest post(String target, String contentType, String body) {
        return post(target, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** A POST of a form. */
    public static SentRequest form(String target, String body) {
        return post(target, "application/x-www-form-urlencoded", body);
    }

    /** A GET. */
    public static SentRequest get(String target) {
        return new SentRequest("GET", target, Map.of(), new byte[0]);
    }

    /** The same with a header. */
    public SentRequest with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name.toLowerCase(Locale.ROOT), value);
        return new SentRequest(verb, target, more, body);
    }

    /** The same headers on another request. */
    public SentRequest withHeadersOf(SentRequest other) {
        Map<String, String> both = new TreeMap<>(other.headers);
        both.putAll(headers);
        return new SentRequest(verb, target, both, body);
    }

    /** The same for another target. */
    public SentRequest at(String other) {
        return new SentRequest(verb, other, headers, body);
    }

    @Override
    public String verb() {
        return verb;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String path(String name) {
        throw new UnsupportedOperationException("a carrier's route has no path parameters");
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    @Override
    public byte[] rawBody() {
        return body.clone();
    }

    @Override
    public String requestId() {
        return "req_1";
    }

    /** Its names, in tests' messages. */
    @Override
    public String toString() {
        return verb + ' ' + target + ' ' + List.copyOf(headers.keySet());
    }
}
