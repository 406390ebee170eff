// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** The content of {@code dev}'s ready file. */
public record DevReady(URI url, String operatorKey, List<Tenant> tenants) {
    public DevReady {
        tenants = List.copyOf(tenants);
    }

    /**
     * A demo tenant.
     *
     * @param livekitUrl    {@code ws://127.0.0.1:7880}
     * @param livekitSecret the secret of {@code livekitKey}, found only in {@code dev}'s own file
     */
    public record Tenant(
            String slug,
            String apiKey,
            String publishableKey,
            String agentSlug,
            String livekitUrl,
            String livekitKey,
            String livekitSecret) {}

    static DevReady read(Path readyFile, Path data) {
        JsonNode ready = json(readyFile);
        JsonNode kept = json(data.resolve("dev.json"));
        List<Tenant> tenants = StreamSupport.stream(ready.path("tenants").spliterator(), false)
                .map(tenant -> tenant(tenant, kept))
                .toList();
        return new DevReady(
                URI.create(ready.path("url").asText()),
                ready.path("operator_key").asText(),
                tenants);
    }

    private static Tenant tenant(JsonNode ready, JsonNode kept) {
        String slug = ready.path("slug").asText();
        String secret = StreamSupport.stream(kept.path("tenants").spliterator(), false)
                .filter(tenant -> tenant.path("slug").asText().equals(slug))
                .map(tenant -> tenant.path("livekit_secret").asText())
                .findFirst()
                .orElseThrow();
        return new Tenant(
                slug,
                ready.path("api_key").asText(),
                ready.path("publishable_key").asText(),
                ready.path("agent_slug").asText(),
                ready.at("/livekit/server_url").asText(),
                ready.at("/livekit/api_key").asText(),
                secret);
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tenant with that slug. */
    public Tenant tenant(String slug) {
        return tenants.stream()
                .filter(tenant -> tenant.slug().equals(slug))
                .findFirst()
                .orElseThrow();
    }
}
