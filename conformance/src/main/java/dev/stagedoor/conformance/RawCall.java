// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.conformance;

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
public final class RawCall {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http;
    private final HttpRequest.Builder request;

    RawCall(HttpClient http, URI url, String path) {
        this.http = http;
        this.request = HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
    }

    public RawCall bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public RawCall header(String name, String value) {
        request.header(name, value);
        return this;
    }

    public Answer get() {
        return send("GET", "");
    }

    /** Sends JSON, valid or not. */
    public Answer post(String json) {
        return header("Content-Type", "application/json").send("POST", json);
    }

    public Answer send(String method, String body) {
        try {
            HttpResponse<String> response = http.send(
                    request.method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Answer(response.statusCode(), type, response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The response. */
    public record Answer(int status, String contentType, String body, HttpResponse<String> response) {
        public JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        /** Status and body of a plain-text response, or status, code and message of a Twirp error. */
        public String verdict() {
            if (contentType.startsWith("text/plain")) return status + " " + body;
            JsonNode error = json();
            return status + " " + error.path("code").asText() + ": "
                    + error.path("msg").asText();
        }
    }
}
