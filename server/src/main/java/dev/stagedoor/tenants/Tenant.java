// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A tenant at one epoch. */
public record Tenant(TenantId id, String slug, String name, TenantStatus status, Policy policy, Times times) {
    /** When it was created, last changed and, if so, suspended. */
    public record Times(
            Instant createdAt, Instant updatedAt, @Nullable Instant suspendedAt) {}

    /**
     * This tenant, if it is active.
     *
     * @throws Problem {@code tenant_suspended}, or {@code not_found} if it was deleted
     */
    public Tenant requireActive() {
        return switch (status) {
            case ACTIVE -> this;
            case SUSPENDED -> throw Problem.of(ErrorCode.TENANT_SUSPENDED, "The tenant is suspended.");
            case DELETED -> throw Problem.notFound("tenant");
        };
    }

    /**
     * This tenant, unless it was deleted.
     *
     * @throws Problem {@code not_found}
     */
    public Tenant requireLiving() {
        if (status == TenantStatus.DELETED) {
            throw Problem.notFound("tenant");
        }
        return this;
    }
}
