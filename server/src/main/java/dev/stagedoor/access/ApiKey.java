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
public record ApiKey(KeyId id, KeyKind kind, String name, Rights rights, Life life, Family family) {
    /**
     * Whom a key comes from.
     *
     * @param madeBy  the key that made it: one of the tenant's or an operator's; null if none did
     * @param limitOf the key whose rate limit it shares, because its maker has or shares it
     */
    public record Family(@Nullable KeyId madeBy, @Nullable KeyId limitOf) {
        /** Of a key that no other key made. */
        static final Family NONE = new Family(null, null);
    }

    /**
     * What a key may be used for.
     *
     * @param scopes what it may do
     * @param origins the web origins that may use a publishable key; empty for other kinds
     * @param agents the agents that a publishable or app key may request; empty for other kinds
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

    /** The same key; with that limit, if it has none of its own. */
    ApiKey withUsualLimit(@Nullable Burst usual) {
        Burst limit = rights.limit() == null ? usual : rights.limit();
        Rights limited = new Rights(rights.scopes(), rights.origins(), rights.agents(), limit);
        return new ApiKey(id, kind, name, limited, life, family);
    }

    /** Whether it is neither revoked nor expired at that time. */
    public boolean worksAt(Instant now) {
        return life.revokedAt() == null && (life.expiresAt() == null || now.isBefore(life.expiresAt()));
    }
}
