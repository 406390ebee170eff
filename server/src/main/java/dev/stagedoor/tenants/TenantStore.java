package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.TenantStatus;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of tenants. */
final class TenantStore {
    private TenantStore() {}

    /** Takes the slug for the tenant, for ever; false if it is or was somebody's. */
    static boolean takeSlug(Tx tx, Slug slug) {
        return tx.handle()
                        .createUpdate("""
                            INSERT INTO tenant_slugs (slug, tenant_id) VALUES (:slug, :tenant) ON CONFLICT DO NOTHING
                            """)
                        .bind("slug", slug.value())
                        .bind("tenant", tx.tenant().value())
                        .execute()
                == 1;
    }

    static void insert(Tx tx, Slug slug, String name, Policy policy, Instant now) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO tenants (tenant_id, slug, name, status, policy, created_at, updated_at)
                        VALUES (:tenant, :slug, :name, 'active', CAST(:policy AS jsonb), :now, :now)
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("slug", slug.value())
                .bind("name", name)
                .bind("policy", PolicyCodec.json(policy))
                .bind("now", now)
                .execute();
    }

    static Optional<Tenant> find(Tx tx) {
        return tx.handle()
                .createQuery("""
                        SELECT tenant_id, slug, name, status, policy::text AS policy, created_at, updated_at,
                               suspended_at, deleted_at
                          FROM tenants WHERE tenant_id = :tenant
                        """)
                .bind("tenant", tx.tenant().value())
                .map((rs, ctx) -> tenant(rs))
                .findOne();
    }

    static void describe(Tx tx, String name, Policy policy, Instant now) {
        tx.handle()
                .createUpdate("""
                        UPDATE tenants SET name = :name, policy = CAST(:policy AS jsonb), updated_at = :now
                         WHERE tenant_id = :tenant
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("name", name)
                .bind("policy", PolicyCodec.json(policy))
                .bind("now", now)
                .execute();
    }

    static void setStatus(Tx tx, TenantStatus status, Instant now) {
        tx.handle()
                .createUpdate("""
                        UPDATE tenants
                           SET status = :status, updated_at = :now,
                               suspended_at = CASE WHEN :status = 'suspended' THEN COALESCE(suspended_at, :now) END,
                               deleted_at = CASE WHEN :status = 'deleted' THEN CAST(:now AS timestamptz) END
                         WHERE tenant_id = :tenant
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("status", wire(status))
                .bind("now", now)
                .execute();
    }

    /** The living tenant of that slug or id. */
    static Optional<TenantId> resolve(Handle directory, String slugOrId) {
        return directory
                .createQuery("SELECT tenant_id FROM directory_tenant(:name)")
                .bind("name", slugOrId)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .findOne();
    }

    /** Living tenants after that id, oldest first. */
    static List<Tenant> page(Handle directory, @Nullable String after, int rows) {
        return directory
                .createQuery("SELECT * FROM directory_tenants(:after, :rows)")
                .bind("after", after == null ? "" : after)
                .bind("rows", rows)
                .map((rs, ctx) -> tenant(rs))
                .list();
    }

    private static Tenant tenant(ResultSet rs) throws SQLException {
        return new Tenant(
                new TenantId(rs.getString("tenant_id")),
                rs.getString("slug"),
                rs.getString("name"),
                TenantStatus.valueOf(rs.getString("status").toUpperCase(Locale.ROOT)),
                PolicyCodec.of(rs.getString("policy")),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                instant(rs, "suspended_at"),
                instant(rs, "deleted_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static String wire(TenantStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
