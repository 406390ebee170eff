// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of tenants. */
final class TenantStore {
    private static final Logger LOG = LoggerFactory.getLogger(TenantStore.class);

    private TenantStore() {}

    /** A row of the table {@code tenants}. */
    private record StoredTenant(
            TenantId tenantId,
            String slug,
            String name,
            String status,
            String policy,
            Instant createdAt,
            Instant updatedAt,
            @Nullable Instant suspendedAt) {
        Tenant tenant() {
            Tenant.Times times = new Tenant.Times(createdAt, updatedAt, suspendedAt);
            return new Tenant(
                    tenantId,
                    slug,
                    name,
                    StoredWord.read(TenantStatus.class, TenantStore::word, status),
                    StoredPolicy.read(policy),
                    times);
        }

        Optional<Tenant> ifReadable() {
            return UnreadableStored.orSkip(LOG, tenantId, this::tenant);
        }
    }

    /** Reserves the slug for the tenant for good; false if any tenant has or had it. */
    static boolean takeSlug(Tx tx, Slug slug) {
        return tx.update("INSERT INTO tenant_slugs (slug, tenant_id) VALUES (:slug, :tenant) ON CONFLICT DO NOTHING")
                        .bind("slug", slug.value())
                        .execute()
                == 1;
    }

    static void insert(Tx tx, Slug slug, String name, Policy policy, Instant now) {
        tx.update("""
                INSERT INTO tenants (tenant_id, slug, name, status, policy, created_at, updated_at)
                VALUES (:tenant, :slug, :name, 'active', CAST(:policy AS jsonb), :now, :now)
                """)
                .bind("slug", slug.value())
                .bind("name", name)
                .bind("policy", StoredPolicy.text(policy))
                .bind("now", now)
                .execute();
    }

    static Optional<Tenant> find(Tx tx) {
        return tx.query("""
                        SELECT tenant_id, slug, name, status, policy::text AS policy, created_at, updated_at, suspended_at
                          FROM tenants WHERE tenant_id = :tenant
                        """).mapTo(StoredTenant.class).findOne().map(StoredTenant::tenant);
    }

    static void describe(Tx tx, String name, Policy policy, Instant now) {
        String before = tx.query("SELECT policy::text FROM tenants WHERE tenant_id = :tenant")
                .mapTo(String.class)
                .one();
        tx.update("""
                UPDATE tenants SET name = :name, policy = CAST(:policy AS jsonb), updated_at = :now
                 WHERE tenant_id = :tenant
                """)
                .bind("name", name)
                .bind("policy", StoredPolicy.updated(before, policy))
                .bind("now", now)
                .execute();
    }

    /** A deleted tenant is called by its slug only, which is never given again. */
    static void eraseName(Tx tx) {
        tx.update("UPDATE tenants SET name = slug WHERE tenant_id = :tenant").execute();
    }

    static void setStatus(Tx tx, TenantStatus status, Instant now) {
        tx.update("""
                UPDATE tenants
                   SET status = :status, updated_at = :now,
                       suspended_at = CASE WHEN :status = 'suspended' THEN COALESCE(suspended_at, :now) END,
                       deleted_at = CASE WHEN :status = 'deleted' THEN CAST(:now AS timestamptz) END
                 WHERE tenant_id = :tenant
                """).bind("status", word(status)).bind("now", now).execute();
    }

    /** The tenant with that slug or id, unless it was deleted. */
    static Optional<TenantId> resolve(Handle directory, String slugOrId) {
        return directory
                .createQuery("SELECT tenant_id FROM directory_tenant(:name)")
                .bind("name", slugOrId)
                .mapTo(TenantId.class)
                .findOne();
    }

    /** Tenants after the cursor, oldest first, without deleted ones. */
    static Page<Tenant> page(Handle directory, Page.Request page) {
        List<StoredTenant> rows = directory
                .createQuery("SELECT * FROM directory_tenants(:after, :rows)")
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredTenant.class)
                .list();
        return Page.of(rows, page.limit(), row -> row.tenantId().value()).mapPresent(StoredTenant::ifReadable);
    }

    /** The deleted tenant with that slug or id. */
    static Optional<TenantId> resolveDeleted(Handle directory, String slugOrId) {
        return directory
                .createQuery("SELECT tenant_id FROM directory_deleted_tenant(:name)")
                .bind("name", slugOrId)
                .mapTo(TenantId.class)
                .findOne();
    }

    /** Deleted tenants after the cursor, oldest first. */
    static Page<Deletions.Deleted> deleted(Handle directory, Page.Request page) {
        List<Deletions.Deleted> rows = directory
                .createQuery("SELECT * FROM directory_deleted_tenants(:after, :rows)")
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(Deletions.Deleted.class)
                .list();
        return Page.of(rows, page.limit(), row -> row.tenantId().value());
    }

    /** When the tenant was deleted; empty if it was not. */
    static Optional<Instant> deletedAt(Tx tx) {
        return tx.query("SELECT deleted_at FROM tenants WHERE tenant_id = :tenant AND status = 'deleted'")
                .mapTo(Instant.class)
                .findOne();
    }

    private static String word(TenantStatus status) {
        return switch (status) {
            case ACTIVE -> "active";
            case SUSPENDED -> "suspended";
            case DELETED -> "deleted";
        };
    }
}
