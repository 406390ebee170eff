// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.tenants.Burst;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An API key, without its text. */
public record ApiKey(KeyId id, KeyKind kind, String name, Rights rights, Life life) {
    /**
     * What a key may be used for.
     *
     * @param scopes what it may do
     * @param origins the web origins that may use a publishable key; empty for other kinds
     * @param agents the agents that a publishable key may request; empty for other kinds
     * @param limit its request rate, if lower than the tenant's policy
     */
    public record Rights(
            Set<Scope> scopes,
            Set<String> origins,
            Set<String> agents,
            @Nullable Burst limit) {
        public Rights {
            scopes = Set.copyOf(scopes);
            origins = Set.copyOf(origins);
            agents = Set.copyOf(agents);
        }

        /** A key with these scopes and no further limits. */
        static Rights of(Set<Scope> scopes) {
            return new Rights(scopes, Set.of(), Set.of(), null);
        }
    }

    /** When a key was created, and when it expires or was revoked. */
    public record Life(
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {
        static Life from(Instant now, @Nullable Instant expiresAt) {
            return new Life(now, expiresAt, null, null);
        }
    }

    /** Whether it is neither revoked nor expired at that time. */
    public boolean worksAt(Instant now) {
        return life.revokedAt() == null && (life.expiresAt() == null || now.isBefore(life.expiresAt()));
    }
}
