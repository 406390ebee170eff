// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.access.TestNode;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.server.Gate;
import dev.stagedoor.http.server.HttpServer;
import dev.stagedoor.json.Json;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A {@link TestNode} behind a real running server: tenants, keys and limits as seen by a client. */
final class NodeOverHttp implements AutoCloseable {
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    NodeOverHttp(TestNode node, Clock clock) {
        List<Route<?>> routes = node.routes();
        Bursts bursts = new Bursts(node.on().snapshots(), new LimitsConfig(1000, 1000), clock);
        server = HttpServer.start(
                HttpConfig.local(),
                routes,
                new Gate(
                        node.authenticator(),
                        bursts,
                        node.on().snapshots()::drop,
                        node.on().database()::holding),
                new Health(Map.of()),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /** An answer: its status, its JSON (an empty object if it has no body), and the response itself. */
    record Answer(int status, JsonNode json, HttpResponse<String> http) {
        String code() {
            return json.path("code").asText();
        }
    }

    Answer get(String path, String key) {
        return send(to(path, key));
    }

    Answer delete(String path, String key) {
        return send(to(path, key).DELETE());
    }

    Answer post(String path, String key, String json) {
        return send(withBody("POST", path, key, json));
    }

    Answer patch(String path, String key, String json) {
        return send(withBody("PATCH", path, key, json));
    }

    HttpRequest.Builder withBody(String method, String path, String key, String json) {
        HttpRequest.Builder request = to(path, key);
        return json.isEmpty()
                ? request.method(method, HttpRequest.BodyPublishers.noBody())
                : request.header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json));
    }

    HttpRequest.Builder to(String path, String key) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> http = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    http.statusCode(), Json.read(http.body().isEmpty() ? "{}" : http.body(), JsonNode.class), http);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
