// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.http.vendor.PassedReply;
import java.util.Map;
import java.util.function.Consumer;

/** What a route replies. */
public sealed interface Reply {
    /** The HTTP status. */
    int status();

    /** A record of {@code api/}, as JSON, with extra headers. */
    record Json(int status, Object body, Map<String, String> headers) implements Reply {}

    /** Text of another kind: metrics, JSONL, a page. */
    record Text(int status, String contentType, String body) implements Reply {}

    /** Lines, streamed: an export. */
    record Lines(int status, String contentType, Consumer<Consumer<String>> lines) implements Reply {}

    /** Server-sent events until the source ends or the client disconnects. */
    record Events(int status, EventSource source) implements Reply {}

    /**
     * Bytes of any content type, with extra headers: an image, a file.
     *
     * @param body must not change any more
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(int status, String contentType, byte[] body, Map<String, String> headers) implements Reply {}

    /** Another server's reply, passed on as it arrives; only a route that answers {@link Answer.Passed} may return this. */
    record Passed(PassedReply source) implements Reply {
        @Override
        public int status() {
            return 200;
        }
    }

    /** A WebSocket; only a route made with {@link Route#socket} may return this. */
    record Upgrade(Socket.Handler handler) implements Reply {
        @Override
        public int status() {
            return 101;
        }
    }

    /** Nothing, with extra headers: 204. */
    record Empty(int status, Map<String, String> headers) implements Reply {}

    /** 200 with a body. */
    static Reply ok(Object body) {
        return new Json(200, body, Map.of());
    }

    /** 201 with a body. */
    static Reply created(Object body) {
        return new Json(201, body, Map.of());
    }

    /** 200 with a body that holds a token or a key: {@code Cache-Control: no-store}. */
    static Reply secret(Object body) {
        return new Json(200, body, Map.of("Cache-Control", "no-store"));
    }

    /** 201 with a body that holds a token or a key: {@code Cache-Control: no-store}. */
    static Reply createdSecret(Object body) {
        return new Json(201, body, Map.of("Cache-Control", "no-store"));
    }

    /** 200 with an XML document: what carriers expect. */
    static Reply xml(String document) {
        return new Text(200, "application/xml; charset=utf-8", document);
    }

    /** 204. */
    static Reply nothing() {
        return new Empty(204, Map.of());
    }
}
