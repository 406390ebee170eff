// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.OwnerFiles;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What {@code dev} needs to restart with the same data: keys that are shown only once. Stored in {@code dev.json} in
 * the data folder, mode 0600; only {@code dev} writes such a file.
 */
record DevState(Secret operatorKey, List<DevTenant> tenants) {
    private static final List<String> SLUGS = List.of("acme", "globex");

    DevState {
        tenants = List.copyOf(tenants);
    }

    static DevState readOrCreate(Path file) {
        return Files.exists(file) ? read(file) : fresh();
    }

    private static DevState fresh() {
        return new DevState(
                Secret.of(""), SLUGS.stream().map(DevState::freshTenant).toList());
    }

    private static DevTenant freshTenant(String slug) {
        return new DevTenant(slug, "API" + random(6), Secret.of(random(32)), Secret.of(""), Secret.of(""));
    }

    static String random(int bytes) {
        byte[] value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    DevState withOperator(Secret key) {
        return new DevState(key, tenants);
    }

    DevState with(DevTenant changed) {
        List<DevTenant> next = new ArrayList<>(tenants);
        next.replaceAll(tenant -> tenant.slug().equals(changed.slug()) ? changed : tenant);
        return new DevState(operatorKey, next);
    }

    private static DevState read(Path file) {
        try {
            JsonNode json = Json.mapper().readTree(Files.readString(file));
            List<DevTenant> tenants = new ArrayList<>();
            for (JsonNode tenant : json.path("tenants")) {
                tenants.add(new DevTenant(
                        tenant.path("slug").asText(),
                        tenant.path("livekit_key").asText(),
                        Secret.of(tenant.path("livekit_secret").asText()),
                        Secret.of(tenant.path("api_key").asText()),
                        Secret.of(tenant.path("publishable_key").asText())));
            }
            return new DevState(Secret.of(json.path("operator_key").asText()), tenants);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read; delete the data folder to start again", e);
        }
    }

    void write(Path file) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("operator_key", operatorKey.revealText());
        for (DevTenant tenant : tenants) {
            json.withArray("/tenants")
                    .addObject()
                    .put("slug", tenant.slug())
                    .put("livekit_key", tenant.livekitKey())
                    .put("livekit_secret", tenant.livekitSecret().revealText())
                    .put("api_key", tenant.apiKey().revealText())
                    .put("publishable_key", tenant.publishableKey().revealText());
        }
        OwnerFiles.write(file, json.toPrettyString() + "\n");
    }
}
