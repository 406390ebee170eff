package dev.stagedoor.access;

import dev.stagedoor.api.access.KeyKind;
import dev.stagedoor.kernel.KeyId;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.tenants.Burst;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An API key, without its text.
 *
 * @param scopes  what it may do
 * @param origins where a publishable key is used from; empty for others
 * @param agents  the agents a publishable key may ask for; empty for others
 * @param limit   how fast its requests may come, where that is less than its tenant's policy says
 */
public record ApiKey(
        KeyId id,
        KeyKind kind,
        String name,
        Set<Scope> scopes,
        Set<String> origins,
        Set<String> agents,
        @Nullable Burst limit,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {
    public ApiKey {
        scopes = Set.copyOf(scopes);
        origins = Set.copyOf(origins);
        agents = Set.copyOf(agents);
    }

    /** Whether it lets anybody in at that time. */
    public boolean worksAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
