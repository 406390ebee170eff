// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.phone;

import dev.stagedoor.client.sip.SipFrontEnd;
import dev.stagedoor.client.sip.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A front end's report of a call, as bytes ready to send.
 *
 * @param from   who calls
 * @param callId the front end's id of the call
 */
public record Report(String from, String callId) {
    /** Signed with that secret, at that time. */
    public byte[] signed(int port, String secret, Instant at) {
        return request(port, WebhookSignature.headers(secret, at, body().getBytes(StandardCharsets.UTF_8)));
    }

    /** The same without a signature. */
    public byte[] unsigned(int port) {
        return request(port, Map.of());
    }

    String body() {
        return "{\"from\":\"%s\",\"to\":\"%s\",\"callId\":\"%s\",\"trunkId\":\"trunk-1\"}"
                .formatted(from, PhoneServer.NUMBER, callId);
    }

    private byte[] request(int port, Map<String, String> headers) {
        return post(port, SipFrontEnd.PATH, "application/json", headers, body());
    }

    /** A whole POST. */
    static byte[] post(int port, String path, String type, Map<String, String> headers, String body) {
        StringBuilder request = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n");
        new TreeMap<>(headers)
                .forEach((name, value) ->
                        request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }
}
