// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.time.Instant;
import java.util.Optional;

/**
 * A profile's secret for one run (R1): read when the run starts, the same for all its calls, and kept nowhere else.
 */
public final class Lease {
    private final TenantId tenant;
    private final String profileId;
    private final String profileName;
    private final long version;
    private final ClaudeSecret secret;

    Lease(TenantId tenant, String profileId, String profileName, long version, ClaudeSecret secret) {
        this.tenant = tenant;
        this.profileId = profileId;
        this.profileName = profileName;
        this.version = version;
        this.secret = secret;
    }

    TenantId tenant() {
        return tenant;
    }

    /** The profile. */
    public String profileId() {
        return profileId;
    }

    /** The profile's name, for people. */
    public String profileName() {
        return profileName;
    }

    /** The version of its secret. */
    public long version() {
        return version;
    }

    /** How it proves itself. */
    public AuthMethod method() {
        return secret.method();
    }

    /** Its gateway; empty for the vendor's own API. */
    public Optional<ServerUrl> gateway() {
        return Optional.ofNullable(secret.baseUrl());
    }

    /** Whether it is a login, which is for its owner's own use only. */
    public boolean isLogin() {
        return secret.method() == AuthMethod.TERMINAL_OAUTH;
    }

    /** What answers its calls: {@code anthropic}, {@code gateway}, or {@code sandbox} with a sandbox's token. */
    public String provider() {
        if (secret.method() != AuthMethod.GATEWAY) {
            return "anthropic";
        }
        return secret.secret().revealText().startsWith(ClaudeSecret.SANDBOX) ? "sandbox" : "gateway";
    }

    Secret secret() {
        return secret.secret();
    }

    boolean hasExpired(Instant now) {
        return secret.expiresAt() != null && !now.isBefore(secret.expiresAt());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Lease[" + profileId + ", version " + version + "]";
    }
}
