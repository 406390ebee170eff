package dev.stagedoor.vault;

import dev.stagedoor.audit.Draft;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** The platform's own LiveKit project: its url, key and secret are claimed like a tenant's, so that no tenant gets them. */
final class PlatformProject {
    private static final Principal JOB = new Principal.SystemJob("vault", "start");

    private final Ledger ledger;
    private final PlatformFingerprints fingerprints;
    private final VaultConfig config;

    PlatformProject(Ledger ledger, PlatformFingerprints fingerprints, VaultConfig config) {
        this.ledger = ledger;
        this.fingerprints = fingerprints;
        this.config = config;
    }

    /**
     * Claims what the configuration names and gives up what it names no more.
     *
     * @throws IllegalStateException if a part of it is a tenant's already, or its server is marked as shared: the start
     *     must stop
     */
    void claim() {
        Map<Fingerprint, String> parts = parts();
        Set<Fingerprint> held = ledger.read(JOB, TenantId.PLATFORM, ClaimStore::own);
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
        ClaimStore.releaseAllBut(tx, parts.keySet());
        ClaimStore.claim(tx, parts, now);
        if (!ClaimStore.ofOthers(tx, parts.keySet()).isEmpty()) {
            throw new IllegalStateException("The platform's own LiveKit project (vault.platform_…) is also a tenant's."
                    + " Give the platform a project of its own, or none.");
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
        Claims claims = Claims.of(fingerprints.get(), url(), config.platformApiKey(), config.platformApiSecret());
        return Map.of(claims.url(), "url", claims.project(), "project", claims.secret(), "secret", claims.key(), "key");
    }

    private boolean isConfigured() {
        boolean url = !config.platformServerUrl().isEmpty();
        boolean key = !config.platformApiKey().isEmpty();
        boolean secret = config.platformApiSecret().length() > 0;
        if (url != key || key != secret) {
            throw new IllegalStateException(
                    "The platform's LiveKit project needs a server url, an API key and an API secret, or none of them.");
        }
        return url;
    }

    private ServerUrl url() {
        return ServerUrl.parse(config.platformServerUrl());
    }
}
