// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client that calls a server by plain HTTP. */
public record Caller(URI base, Secret key, String origin, Map<String, String> headers) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A client that is not a browser. */
    public Caller(URI base, Secret key) {
        this(base, key, "", Map.of());
    }

    /** The same from a page of that origin. */
    public Caller from(String page) {
        return new Caller(base, key, page, headers);
    }

    /** The same with that {@code Idempotency-Key}. */
    public Caller once(String idempotencyKey) {
        return with("Idempotency-Key", idempotencyKey);
    }

    /** The same with that header. */
    public Caller with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Caller(base, key, origin, more);
    }

    /** An answer. */
    public record Answer(int status, JsonNode json, HttpHeaders headers) {
        /** The text at a JSON pointer such as {@code /dispatch/status}; "" if there is none. */
        public String at(String pointer) {
            return json.at(pointer).asText("");
        }

        /** The code of a problem; "" if it is not one. */
        public String code() {
            return at("/code");
        }

        /** The names of the fields that a problem reports. */
        public List<String> fields() {
            return json.path("errors").findValuesAsText("field");
        }

        /** Status and JSON, for failing tests; never a token. */
        @Override
        public String toString() {
            return status + " " + json.toString().replaceAll("eyJ[\\w.-]+", "[token]");
        }
    }

    /** GET. */
    public Answer get(String path) {
        return send("GET", path, BodyPublishers.noBody());
    }

    /** POST without a body. */
    public Answer post(String path) {
        return send("POST", path, BodyPublishers.noBody());
    }

    /** POST of a JSON text. */
    public Answer post(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json));
    }

    /** PUT of a JSON text. */
    public Answer put(String path, String json) {
        return send("PUT", path, BodyPublishers.ofString(json));
    }

    /** PATCH of a JSON text. */
    public Answer patch(String path, String json) {
        return send("PATCH", path, BodyPublishers.ofString(json));
    }

    /** DELETE. */
    public Answer delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    /** Any method; the text is sent if the method takes a body. */
    public Answer ask(String method, String path, String json) {
        boolean bare = method.equals("GET") || method.equals("DELETE");
        return send(method, path, bare ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    }

    /** The lines of server-sent events, starting after that event, until the server ends the stream. */
    public List<String> events(String path, String lastEventId) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key.revealText())
                .header("Last-Event-ID", lastEventId)
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofLines()).body().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Answer send(String method, String path, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (key.length() > 0) {
            request.header("Authorization", "Bearer " + key.revealText());
        }
        headers.forEach(request::header);
        if (!origin.isEmpty()) {
            request.header("Origin", origin);
        }
        if (body.contentLength() != 0) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(
                    response.statusCode(),
                    Json.longReaderFor(JsonNode.class).readTree(response.body()),
                    response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
