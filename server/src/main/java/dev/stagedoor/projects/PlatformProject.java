// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import dev.stagedoor.vault.claims.PlatformClaims;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The platform's own LiveKit project: its url, key and secret are claimed like a tenant's, so that no tenant gets them. */
final class PlatformProject {
    private static final Principal JOB = new Principal.SystemJob("projects", "start");

    private final Ledger ledger;
    private final PlatformClaims claims;
    private final ProjectsConfig config;

    PlatformProject(Ledger ledger, PlatformClaims claims, ProjectsConfig config) {
        this.ledger = ledger;
        this.claims = claims;
        this.config = config;
    }

    /**
     * Claims what the configuration names and releases what it no longer names.
     *
     * @throws IllegalStateException if a part of it is a tenant's already, or its server is marked as shared: the start
     *     must stop
     */
    void claim() {
        Map<Fingerprint, String> parts = parts();
        Set<Fingerprint> held = ledger.read(JOB, TenantId.PLATFORM, claims::held);
        if (held.equals(parts.keySet()) && !isShared()) {
            return;
        }
        ledger.changing(JOB, TenantId.PLATFORM, change -> {
            claim(change.tx(), parts, change.now());
            String detail = Json.text(Map.of("server_url", config.platformServerUrl()));
            change.append(Draft.of(JOB, change.now(), "platform.project", TenantId.PLATFORM.value(), detail));
        });
    }

    private void claim(Tx tx, Map<Fingerprint, String> parts, Instant now) {
        if (!claims.replace(tx, parts, now)) {
            throw new IllegalStateException(
                    "The platform's own LiveKit project (projects.platform_…) is also a tenant's."
                            + " Configure a project that only the platform uses, or none.");
        }
        if (isConfigured() && SharedServerStore.isShared(tx, url().canonical())) {
            throw new IllegalStateException("The server of the platform's own LiveKit project is marked as shared.");
        }
    }

    private boolean isShared() {
        return isConfigured()
                && ledger.read(JOB, TenantId.PLATFORM, tx -> SharedServerStore.isShared(tx, url().canonical()));
    }

    private Map<Fingerprint, String> parts() {
        if (!isConfigured()) {
            return Map.of();
        }
        LiveKitProject project = new LiveKitProject(url(), config.platformApiKey(), config.platformApiSecret());
        LiveKitParts parts = LiveKitParts.of(claims.fingerprints(), project);
        Map<Fingerprint, String> all = new HashMap<>(parts.claimed());
        all.put(parts.key(), "key");
        return all;
    }

    private boolean isConfigured() {
        boolean url = !config.platformServerUrl().isEmpty();
        boolean key = !config.platformApiKey().isEmpty();
        boolean secret = config.platformApiSecret().length() > 0;
        if (url != key || key != secret) {
            throw new IllegalStateException(
                    "The platform's LiveKit project needs a server url, an API key and an API secret, or none of"
                            + " them.");
        }
        return url;
    }

    private ServerUrl url() {
        return ServerUrl.parse(config.platformServerUrl());
    }
}
