// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.sandbox.SandboxRefusal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP response, or none.
 *
 * @param status 0 to close the connection without responding
 * @param headers all but {@code Content-Type}
 * @param trickle how long the body takes to arrive
 */
public record Reply(int status, String contentType, String body, Map<String, String> headers, Duration trickle) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Reply text(int status, String text) {
        return of(status, TEXT, text);
    }

    static Reply json(int status, ObjectNode json) {
        return of(status, "application/json", json.toString());
    }

    static Reply refusal(SandboxRefusal refusal) {
        return json(
                refusal.code().status(),
                Wire.error(refusal.code(), String.valueOf(refusal.getMessage()), refusal.meta()));
    }

    static Reply of(int status, String contentType, String body) {
        return new Reply(status, contentType, body, Map.of(), Duration.ZERO);
    }

    static Reply nothing() {
        return of(0, "", "");
    }

    boolean closes() {
        return status == 0;
    }

    Reply with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, more, trickle);
    }

    Reply trickling(Duration over) {
        return new Reply(status, contentType, body, headers, over);
    }
}
