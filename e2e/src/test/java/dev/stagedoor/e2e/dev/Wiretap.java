// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

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
import java.util.ArrayList;
import java.util.List;

/** Calls a server and records every answer, including headers. */
final class Wiretap implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final List<String> answers = new ArrayList<>();

    Wiretap(URI base) {
        this.base = base;
    }

    /** An answer; {@code place} is where it is recorded. */
    record Answer(int place, int status, String body) {
        String at(String pointer) {
            try {
                JsonNode json = JSON.readTree(body);
                return json.at(pointer).asText("");
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + body, e);
            }
        }
    }

    /** Sends a request with that key, and with that JSON if there is any. */
    Answer ask(String method, String path, String key, String json) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key)
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (!json.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            answers.add(response.headers().map() + "\n" + response.body());
            return new Answer(answers.size() - 1, response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A value that only this answer may show: returns it, and strikes it once from the record. */
    String takeShown(Answer answer, String pointer) {
        String value = answer.at(pointer);
        String kept = answers.get(answer.place());
        int place = kept.indexOf(value);
        if (value.isEmpty() || place < 0) {
            throw new AssertionError("nothing at " + pointer + " of " + answer.status() + " " + answer.body());
        }
        answers.set(answer.place(), kept.substring(0, place) + kept.substring(place + value.length()));
        return value;
    }

    /** All recorded answers, without the values taken. */
    String answers() {
        return String.join("\n", answers);
    }

    @Override
    public void close() {
        http.close();
    }
}
