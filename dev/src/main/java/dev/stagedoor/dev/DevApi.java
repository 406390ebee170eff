package dev.stagedoor.dev;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sets the demo tenants up as an operator would: through the server's own API. */
final class DevApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> BACKEND = List.of(
            "tokens:mint",
            "tokens:inspect",
            "calls:read",
            "calls:write",
            "dispatches:read",
            "dispatches:write",
            "agents:read",
            "agents:write",
            "audit:read",
            "usage:read",
            "credentials:read");

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final Secret operatorKey;

    DevApi(int port, Secret operatorKey) {
        this.base = URI.create("http://127.0.0.1:" + port + "/api/v1/");
        this.operatorKey = operatorKey;
    }

    /** The tenant, with its LiveKit and its agent; made if it is not there, brought up to date if it is. */
    void ensure(DevProject project) {
        String slug = project.tenant().slug();
        if (!exists("tenants/" + slug)) {
            send("POST", "tenants", Map.of("slug", slug, "name", "Demo tenant " + slug));
        }
        if (!livekitUrl(slug).equals(project.url())) {
            send(
                    "PUT",
                    "tenants/" + slug + "/credentials/livekit",
                    Map.of(
                            "server_url", project.url(),
                            "api_key", project.tenant().livekitKey(),
                            "api_secret", project.tenant().livekitSecret().revealText()));
        }
        if (!exists("tenants/" + slug + "/agents/" + DevProject.AGENT_NAME)) {
            send(
                    "PUT",
                    "tenants/" + slug + "/agents/" + DevProject.AGENT_NAME,
                    Map.of("name", "Demo agent", "agent_name", DevProject.AGENT_NAME));
        }
    }

    private String livekitUrl(String slug) {
        String path = "tenants/" + slug + "/credentials/livekit";
        JsonNode credential = exists(path) ? get(path) : Json.mapper().createObjectNode();
        boolean active = credential.path("state").asText("").equals("active");
        return active ? credential.path("server_url").asText("").replaceFirst("^http", "ws") : "";
    }

    /** The tenant with a key for its backend and one for its pages. */
    DevTenant keys(DevTenant tenant) {
        String path = "tenants/" + tenant.slug() + "/api-keys";
        JsonNode live = send("POST", path, Map.of("kind", "secret", "name", "demo backend", "scopes", BACKEND));
        JsonNode publishable = send(
                "POST",
                path,
                Map.of(
                        "kind",
                        "publishable",
                        "name",
                        "demo page",
                        "origins",
                        List.of("http://localhost:*"),
                        "agents",
                        List.of(DevProject.AGENT_NAME)));
        return tenant.withKeys(
                Secret.of(live.path("key").asText()),
                Secret.of(publishable.path("key").asText()));
    }

    /** Whether the operator's key is still one. */
    boolean isOperator() {
        return request("GET", "tenants?limit=1", BodyPublishers.noBody()).statusCode() == 200;
    }

    private boolean exists(String path) {
        return request("GET", path, BodyPublishers.noBody()).statusCode() == 200;
    }

    private JsonNode get(String path) {
        return json(request("GET", path, BodyPublishers.noBody()), path);
    }

    private JsonNode send(String method, String path, Map<String, ?> body) {
        return json(request(method, path, BodyPublishers.ofByteArray(Json.bytes(body))), path);
    }

    private static JsonNode json(HttpResponse<byte[]> response, String path) {
        try {
            JsonNode json = Json.mapper().readTree(response.body());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        path + ": " + json.path("detail").asText("status " + response.statusCode()));
            }
            return json;
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private HttpResponse<byte[]> request(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .method(method, body)
                .header("Authorization", "Bearer " + operatorKey.revealText());
        if (body.contentLength() != 0) {
            request.header("Content-Type", "application/json");
        }
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while setting up the demo tenants", e);
        }
    }
}
