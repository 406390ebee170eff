// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One HTTP call, built by hand. */
final class RawClaude {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpRequest.Builder request;

    RawClaude(URI url, String path) {
        this.request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }

    RawClaude header(String name, String value) {
        request.setHeader(name, value);
        return this;
    }

    Answer get() {
        return send("GET", "");
    }

    /** Sends JSON, valid or not. */
    Answer post(String json) {
        return header("content-type", "application/json").send("POST", json);
    }

    Answer send(String method, String body) {
        try {
            return new Answer(HTTP.send(
                    request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The response. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        JsonNode json() {
            return RawClaude.json(body());
        }

        /** {@code 400 invalid_request_error: max_tokens: Field required}. */
        String verdict() {
            JsonNode error = json().path("error");
            return status() + " " + error.path("type").asText() + ": "
                    + error.path("message").asText();
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }
}
