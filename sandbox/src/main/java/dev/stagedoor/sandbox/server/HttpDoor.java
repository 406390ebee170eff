// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.server;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Connects the HTTP server to {@link Door}. */
final class HttpDoor implements HttpHandler {
    private static final int MAX_BODY = 16 * 1024 * 1024;
    private static final int PIECES = 8;
    private static final Duration NONE = Duration.ofDays(1);

    private final Door door;

    HttpDoor(Door door) {
        this.door = door;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
            Reply reply = body.length > MAX_BODY
                    ? Reply.text(413, "request body too large")
                    : door.answer(request(exchange, body));
            if (!reply.closes()) send(exchange, reply);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private static Door.Request request(HttpExchange exchange, byte[] body) {
        Headers headers = exchange.getRequestHeaders();
        String contentType = headers.getFirst("Content-Type");
        return new Door.Request(
                exchange.getRequestMethod(),
                path(exchange.getRequestURI().toString()),
                headers.getFirst("Authorization"),
                query(exchange.getRequestURI().getRawQuery()),
                contentType == null ? "" : contentType,
                timeout(headers.getFirst("X-Twirp-Timeout-Ms")),
                body);
    }

    /** Taken from the raw request target, because URI treats what follows a double slash as a host. */
    private static String path(String target) {
        String path = target.split("\\?", 2)[0];
        return path.startsWith("//") ? path.substring(1) : path;
    }

    private static Duration timeout(@Nullable String millis) {
        try {
            return millis == null ? NONE : Duration.ofMillis(Math.max(0, Long.parseLong(millis)));
        } catch (NumberFormatException ignoredByLiveKitToo) {
            return NONE;
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Server", "stagedoor-sandbox");
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) headers.set("Content-Type", reply.contentType());
        reply.headers().forEach(headers::set);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length == 0) return;
        try (OutputStream out = exchange.getResponseBody()) {
            if (reply.trickle().isZero()) out.write(body);
            else trickle(out, body, reply.trickle());
        }
    }

    private static void trickle(OutputStream out, byte[] body, Duration over) throws IOException, InterruptedException {
        int piece = Math.max(1, body.length / PIECES);
        for (int from = 0; from < body.length; from += piece) {
            Thread.sleep(over.dividedBy(PIECES));
            out.write(body, from, Math.min(piece, body.length - from));
            out.flush();
        }
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> parameters = new HashMap<>();
        if (raw == null) return parameters;
        for (String pair : raw.split("&", -1)) {
            String[] both = pair.split("=", 2);
            parameters.putIfAbsent(decode(both[0]), both.length == 2 ? decode(both[1]) : "");
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return "";
        }
    }
}
