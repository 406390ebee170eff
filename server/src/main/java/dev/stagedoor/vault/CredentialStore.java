package dev.stagedoor.vault;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.ServerUrl;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The SQL of credentials. */
final class CredentialStore {
    private static final String COLUMNS = "kind, credential_id, version, state, server_url, api_key, fingerprint,"
            + " created_at, verified_at, ended_at, retired_at";

    private CredentialStore() {}

    /** All versions, by kind, the newest first. */
    static Page<Credential> list(Tx tx, Page.Request page) {
        Cursor after = Cursor.parse(page.after());
        List<Credential> rows = tx.handle()
                .createQuery("SELECT " + COLUMNS + """
                         FROM credentials
                         WHERE tenant_id = :tenant AND (kind, -version) > (:kind, -:version)
                         ORDER BY kind, -version
                         LIMIT :limit
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", after.kind())
                .bind("version", after.version())
                .bind("limit", page.limit() + 1)
                .map((rs, ctx) -> credential(rs))
                .list();
        return Page.of(rows, page.limit(), row -> row.kind().wire() + ':' + row.version());
    }

    private record Cursor(String kind, long version) {
        static Cursor parse(@Nullable String text) {
            if (text == null) {
                return new Cursor("", 0);
            }
            int colon = text.indexOf(':');
            String digits = text.substring(colon + 1);
            if (colon < 0 || !digits.matches("[0-9]{1,18}")) {
                throw Problem.invalid("after", "is not a valid cursor");
            }
            return new Cursor(text.substring(0, colon), Long.parseLong(digits));
        }
    }

    /** The version in that state, if there is one: of the states pending and active there is one at most. */
    static Optional<Credential> inState(Tx tx, CredentialKind kind, CredentialState state) {
        return find(tx, kind, "state = :what", state.wire());
    }

    static Optional<Credential> version(Tx tx, CredentialKind kind, long version) {
        return find(tx, kind, "version = :what", version);
    }

    /** The newest version, whatever its state. */
    static Optional<Credential> newest(Tx tx, CredentialKind kind) {
        return find(tx, kind, "version > :what", 0);
    }

    private static Optional<Credential> find(Tx tx, CredentialKind kind, String where, Object what) {
        return tx.handle()
                .createQuery("SELECT " + COLUMNS + " FROM credentials WHERE tenant_id = :tenant AND kind = :kind AND "
                        + where + " ORDER BY version DESC LIMIT 1")
                .bind("tenant", tx.tenant().value())
                .bind("kind", kind.wire())
                .bind("what", what)
                .map((rs, ctx) -> credential(rs))
                .findOne();
    }

    /** Those that are not retired. */
    static List<Credential> unretired(Tx tx) {
        return tx.handle()
                .createQuery("SELECT " + COLUMNS
                        + " FROM credentials WHERE tenant_id = :tenant AND retired_at IS NULL ORDER BY kind, version")
                .bind("tenant", tx.tenant().value())
                .map((rs, ctx) -> credential(rs))
                .list();
    }

    /** Those that can still be opened, the newest first. */
    static List<Credential> usable(Tx tx, CredentialKind kind) {
        return tx.handle()
                .createQuery("SELECT " + COLUMNS + """
                         FROM credentials
                         WHERE tenant_id = :tenant AND kind = :kind AND state IN ('active', 'superseded')
                           AND sealed IS NOT NULL
                         ORDER BY version DESC
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", kind.wire())
                .map((rs, ctx) -> credential(rs))
                .list();
    }

    /** Those whose time to be looked at has come. */
    static List<Credential> due(Tx tx, Instant now) {
        return tx.handle()
                .createQuery("SELECT " + COLUMNS
                        + " FROM credentials WHERE tenant_id = :tenant AND due_at <= :now ORDER BY kind, version")
                .bind("tenant", tx.tenant().value())
                .bind("now", now)
                .map((rs, ctx) -> credential(rs))
                .list();
    }

    /** Tenants after that id with something to look at: a version that is due, or any version when the tenant's data key is destroyed. */
    static List<TenantId> tenantsDue(Handle poller, Instant now, String after, int limit) {
        return poller.createQuery("""
                        SELECT tenant_id FROM credentials WHERE due_at <= :now AND tenant_id > :after
                        UNION
                        SELECT c.tenant_id FROM credentials c JOIN tenant_data_keys k USING (tenant_id)
                         WHERE k.destroyed_at IS NOT NULL AND c.retired_at IS NULL AND c.due_at IS NULL
                           AND c.tenant_id > :after
                        ORDER BY tenant_id
                        LIMIT :limit
                        """)
                .bind("now", now)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .list();
    }

    static void postpone(Tx tx, Credential row, Instant dueAt) {
        tx.handle()
                .createUpdate("""
                        UPDATE credentials SET due_at = :dueAt
                         WHERE tenant_id = :tenant AND kind = :kind AND version = :version
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .bind("dueAt", dueAt)
                .execute();
    }

    static void insert(Tx tx, Credential row, byte[] sealed, Claims claims, Instant dueAt) {
        tx.handle()
                .createUpdate("""
                        INSERT INTO credentials (tenant_id, kind, version, credential_id, state, server_url, api_key,
                                                 sealed, fingerprint, claims, created_at, due_at)
                        VALUES (:tenant, :kind, :version, :id, :state, :serverUrl, :apiKey,
                                :sealed, :fingerprint, :claims, :createdAt, :dueAt)
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .bind("id", row.id())
                .bind("state", row.state().wire())
                .bind("serverUrl", row.serverUrl())
                .bind("apiKey", row.apiKey())
                .bind("sealed", sealed)
                .bind("fingerprint", row.fingerprint())
                .bind("claims", ClaimStore.array(claims.held()))
                .bind("createdAt", row.createdAt())
                .bind("dueAt", dueAt)
                .execute();
    }

    /** Makes a pending version the active one; {@code verifiedAt} is null if its provider was not asked. */
    static void activate(Tx tx, Credential row, @Nullable Instant verifiedAt) {
        tx.handle()
                .createUpdate("""
                        UPDATE credentials SET state = 'active', verified_at = :verifiedAt, due_at = NULL
                         WHERE tenant_id = :tenant AND kind = :kind AND version = :version
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .bind("verifiedAt", verifiedAt)
                .execute();
    }

    /** Ends a version: its claims stay until the job finds it drained, its secret only if it is superseded. */
    static void end(Tx tx, Credential row, CredentialState state, Instant now, Instant dueAt) {
        tx.handle()
                .createUpdate("""
                        UPDATE credentials
                           SET state = :state, ended_at = COALESCE(ended_at, :now), due_at = :dueAt,
                               sealed = CASE WHEN :state = 'superseded' THEN sealed END
                         WHERE tenant_id = :tenant AND kind = :kind AND version = :version
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .bind("state", state.wire())
                .bind("now", now)
                .bind("dueAt", dueAt)
                .execute();
    }

    /** Retires a version that nothing uses any more: no secret, no claims, nothing due. */
    static void retire(Tx tx, Credential row, CredentialState state, Instant now) {
        end(tx, row, state, now, now);
        tx.handle()
                .createUpdate("""
                        UPDATE credentials SET sealed = NULL, retired_at = :now, due_at = NULL
                         WHERE tenant_id = :tenant AND kind = :kind AND version = :version
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .bind("now", now)
                .execute();
    }

    /** The project of a version that may still be used, opened; empty if there is none. */
    static Optional<LiveKitCredential> open(Tx tx, DataKey key, Credential row) {
        return tx.handle()
                .createQuery("""
                        SELECT sealed FROM credentials
                         WHERE tenant_id = :tenant AND kind = :kind AND version = :version
                           AND state IN ('active', 'superseded') AND sealed IS NOT NULL
                        """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", row.kind().wire())
                .bind("version", row.version())
                .map((rs, ctx) -> rs.getBytes("sealed"))
                .findOne()
                .map(bytes -> new LiveKitCredential(
                        tx.tenant(),
                        row.id(),
                        row.version(),
                        ServerUrl.parse(row.serverUrl()),
                        row.apiKey(),
                        key.open(bytes, new Binding(tx.tenant(), row.id(), row.version()))));
    }

    private static Credential credential(ResultSet rs) throws SQLException {
        return new Credential(
                CredentialKind.of(rs.getString("kind")),
                rs.getString("credential_id"),
                rs.getLong("version"),
                CredentialState.of(rs.getString("state")),
                rs.getString("server_url"),
                rs.getString("api_key"),
                rs.getString("fingerprint"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(rs, "verified_at"),
                instant(rs, "ended_at"),
                instant(rs, "retired_at"));
    }

    private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        OffsetDateTime time = rs.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
