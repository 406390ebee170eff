// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.crypto.Binding;
import dev.stagedoor.crypto.DataKey;
import dev.stagedoor.crypto.Fingerprint;
import dev.stagedoor.db.Tx;
import dev.stagedoor.json.Json;
import dev.stagedoor.json.StoredJson;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.claims.Claims;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SQL of credentials. Rows of a kind or state that this version does not know are skipped (E6). */
final class CredentialStore {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialStore.class);

    private static final String SELECT = """
            SELECT kind, name, credential_id, version, state, attributes::text AS attributes, fingerprint,
                   created_at, verified_at, ended_at, retired_at, expires_at
              FROM credentials WHERE tenant_id = :tenant AND\s""";

    private static final String ONE =
            " WHERE tenant_id = :tenant AND kind = :kind AND name = :name AND version = :version";

    private final Kinds kinds;

    CredentialStore(Kinds kinds) {
        this.kinds = kinds;
    }

    /** All versions, by kind and name, the newest first. */
    Page<Credential> list(Tx tx, Page.Request page) {
        Cursor after = Cursor.parse(page.after());
        List<StoredCredential> rows = tx.query(SELECT + """
                        (kind, name, -version) > (:kind, :name, -:version)
                         ORDER BY kind, name, -version
                         LIMIT :limit
                        """)
                .bind("kind", after.kind())
                .bind("name", after.name())
                .bind("version", after.version())
                .bind("limit", page.limit() + 1)
                .mapTo(StoredCredential.class)
                .list();
        return Page.of(rows, page.limit(), Cursor::of).mapPresent(this::readable);
    }

    /** {@code kind:version}, or {@code kind:name:version} where the name is not the default. */
    private record Cursor(String kind, String name, long version) {
        static String of(StoredCredential row) {
            String name = row.name().equals(CredentialRef.DEFAULT) ? "" : row.name() + ':';
            return row.kind() + ':' + name + row.version();
        }

        static Cursor parse(@Nullable String text) {
            if (text == null) {
                return new Cursor("", "", 0);
            }
            String[] parts = text.split(":", -1);
            String digits = parts[parts.length - 1];
            if (parts.length < 2 || parts.length > 3 || !digits.matches("[0-9]{1,18}")) {
                throw Problem.invalid("after", "is not a valid cursor");
            }
            return new Cursor(parts[0], parts.length == 3 ? parts[1] : CredentialRef.DEFAULT, Long.parseLong(digits));
        }
    }

    /** The version in that state, if there is one: of the states pending and active there is one at most. */
    Optional<Credential> inState(Tx tx, CredentialRef ref, CredentialState state) {
        return find(tx, ref, "state = :what", state.wire());
    }

    Optional<Credential> version(Tx tx, CredentialVersion which) {
        return find(tx, which.ref(), "version = :what", which.number());
    }

    /** The newest version, whatever its state. */
    Optional<Credential> newest(Tx tx, CredentialRef ref) {
        return find(tx, ref, "version > :what", 0);
    }

    /** The newest version before that one which its server did not reject. */
    Optional<Credential> before(Tx tx, CredentialRef ref, long version) {
        return find(tx, ref, "state <> 'failed' AND version < :what", version);
    }

    private Optional<Credential> find(Tx tx, CredentialRef ref, String where, Object what) {
        return of(
                        tx.query(SELECT + "kind = :kind AND name = :name AND " + where
                                + " ORDER BY version DESC LIMIT 1"),
                        ref)
                .bind("what", what)
                .mapTo(StoredCredential.class)
                .findOne()
                .map(row -> row.read(kinds));
    }

    /** Those that are not retired. */
    List<Credential> unretired(Tx tx) {
        return readable(tx.query(SELECT + "retired_at IS NULL ORDER BY kind, name, version")
                .mapTo(StoredCredential.class)
                .list());
    }

    /** Those that can still be opened, the newest first. */
    List<Credential> usable(Tx tx, CredentialRef ref) {
        return readable(
                of(tx.query(SELECT + """
                        kind = :kind AND name = :name AND state IN ('active', 'superseded') AND sealed IS NOT NULL
                         ORDER BY version DESC
                        """), ref).mapTo(StoredCredential.class).list());
    }

    /** Those of every credential that can still be opened, at most so many. */
    List<Credential> openable(Tx tx, int limit) {
        return readable(tx.query(SELECT + """
                        state IN ('active', 'superseded') AND sealed IS NOT NULL ORDER BY kind, name, version LIMIT :limit
                        """)
                .bind("limit", limit)
                .mapTo(StoredCredential.class)
                .list());
    }

    /** Those that are due for the job. */
    List<Credential> due(Tx tx, Instant now) {
        return readable(tx.query(SELECT + "due_at <= :now ORDER BY kind, name, version")
                .bind("now", now)
                .mapTo(StoredCredential.class)
                .list());
    }

    /** Active ones of which a reminder is due. */
    List<Credential> toRemind(Tx tx, Instant now) {
        return readable(
                tx.query(SELECT + "remind_at <= :now AND state = 'active' ORDER BY kind, name, version FOR UPDATE")
                        .bind("now", now)
                        .mapTo(StoredCredential.class)
                        .list());
    }

    /** When the next reminder is due; null if none is. */
    void remind(Tx tx, Credential row, @Nullable Instant remindAt) {
        of(tx.update("UPDATE credentials SET remind_at = :remindAt" + ONE), row)
                .bind("remindAt", remindAt)
                .execute();
    }

    void expires(Tx tx, Credential row, @Nullable Instant expiresAt, @Nullable Instant remindAt) {
        of(tx.update("UPDATE credentials SET expires_at = :expiresAt, remind_at = :remindAt" + ONE), row)
                .bind("expiresAt", expiresAt)
                .bind("remindAt", remindAt)
                .execute();
    }

    /** Tenants after that id to be reminded. */
    static List<TenantId> tenantsToRemind(Handle poller, Instant now, String after, int limit) {
        return poller.createQuery("""
                        SELECT DISTINCT tenant_id FROM credentials
                         WHERE remind_at <= :now AND tenant_id > :after AND retired_at IS NULL
                         ORDER BY tenant_id LIMIT :limit
                        """)
                .bind("now", now)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .list();
    }

    /** Tenants after that id with an active version that is as old, and was not told of since. */
    static List<TenantId> tenantsWithOld(Handle poller, Instant old, String after, int limit) {
        return poller.createQuery("""
                        SELECT DISTINCT tenant_id FROM credentials
                         WHERE state = 'active' AND COALESCE(age_told_at, created_at) <= :old AND tenant_id > :after
                         ORDER BY tenant_id
                         LIMIT :limit
                        """)
                .bind("old", old)
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, ctx) -> new TenantId(rs.getString(1)))
                .list();
    }

    /** Those of the tenant; they are told of now. */
    List<Credential> tellAge(Tx tx, Instant old, Instant now) {
        return readable(tx.query("""
                        UPDATE credentials SET age_told_at = :now
                         WHERE tenant_id = :tenant AND state = 'active' AND COALESCE(age_told_at, created_at) <= :old
                        RETURNING kind, name, credential_id, version, state, attributes::text AS attributes, fingerprint,
                                  created_at, verified_at, ended_at, retired_at, expires_at
                        """)
                .bind("now", now)
                .bind("old", old)
                .mapTo(StoredCredential.class)
                .list());
    }

    private List<Credential> readable(List<StoredCredential> rows) {
        return rows.stream().flatMap(row -> readable(row).stream()).toList();
    }

    private Optional<Credential> readable(StoredCredential row) {
        return UnreadableStored.orSkip(LOG, row.credentialId() + " version " + row.version(), () -> row.read(kinds));
    }

    /** Tenants after that id with work for the job: a version that is due, or any version if the tenant's data key is destroyed. */
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

    /** Something still stands on a version: until when its tokens last is not known before that has ended. */
    void postpone(Tx tx, Credential row, Instant dueAt) {
        of(tx.update("UPDATE credentials SET due_at = :dueAt, drains_until = NULL" + ONE), row)
                .bind("dueAt", dueAt)
                .execute();
    }

    void insert(Tx tx, Credential row, byte[] sealed, Collection<Fingerprint> claims, Instant dueAt) {
        of(tx.update("""
                        INSERT INTO credentials (tenant_id, kind, name, version, credential_id, state, attributes,
                                                 sealed, fingerprint, claims, created_at, due_at)
                        VALUES (:tenant, :kind, :name, :version, :id, :state, :attributes::jsonb,
                                :sealed, :fingerprint, :claims, :createdAt, :dueAt)
                        """), row)
                .bind("id", row.id())
                .bind("state", row.state().wire())
                .bind("attributes", StoredJson.text(row.attributes()))
                .bind("sealed", sealed)
                .bind("fingerprint", row.fingerprint())
                .bind("claims", Claims.column(claims))
                .bind("createdAt", row.times().createdAt())
                .bind("dueAt", dueAt)
                .execute();
    }

    /** Makes a pending version the active one; {@code verifiedAt} is null if it was not verified. */
    void activate(Tx tx, Credential row, Map<String, String> learned, @Nullable Instant verifiedAt) {
        of(tx.update("""
                        UPDATE credentials
                           SET state = 'active', verified_at = :verifiedAt, due_at = NULL,
                               attributes = attributes || :learned::jsonb
                        """ + ONE), row)
                .bind("verifiedAt", verifiedAt)
                .bind("learned", Json.text(learned))
                .execute();
    }

    /** Ends a version: its claims stay until the job finds it drained, its secret only if it is superseded. */
    void end(Tx tx, Credential row, CredentialState state, Instant now, Instant dueAt) {
        of(tx.update("""
                        UPDATE credentials
                           SET state = :state, ended_at = COALESCE(ended_at, :now), due_at = :dueAt,
                               drains_until = :dueAt, remind_at = NULL,
                               sealed = CASE WHEN :state = 'superseded' THEN sealed END
                        """ + ONE), row)
                .bind("state", state.wire())
                .bind("now", now)
                .bind("dueAt", dueAt)
                .execute();
    }

    /** Makes a superseded version the active one again. */
    void reactivate(Tx tx, Credential row, Instant now) {
        of(tx.update("""
                        UPDATE credentials
                           SET state = 'active', ended_at = NULL, due_at = NULL, drains_until = NULL,
                               reactivated_at = :now, remind_at = :remindAt
                        """ + ONE), row)
                .bind("now", now)
                .bind("remindAt", Credential.Times.reminder(row.times().expiresAt(), now))
                .execute();
    }

    /** Whether that version is active by a rollback. */
    boolean isReactivated(Tx tx, Credential row) {
        return of(tx.query("SELECT reactivated_at IS NOT NULL FROM credentials" + ONE), row)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * A superseded version that is not retired.
     *
     * @param drainsUntil when its tokens have ended; null if that is found out once nothing else stands on it
     * @param dueAt       when the job looks at it next
     */
    record Draining(long version, @Nullable Instant drainsUntil, Instant dueAt) {}

    /** Those of a credential, the newest first. */
    List<Draining> draining(Tx tx, CredentialRef ref) {
        return of(tx.query("""
                        SELECT version, drains_until, due_at FROM credentials
                         WHERE tenant_id = :tenant AND kind = :kind AND name = :name
                           AND state = 'superseded' AND retired_at IS NULL
                         ORDER BY version DESC
                        """), ref).mapTo(Draining.class).list();
    }

    /** Whether it is known until when the tokens of a version last. */
    boolean isDraining(Tx tx, Credential row) {
        return of(tx.query("SELECT drains_until IS NOT NULL FROM credentials" + ONE), row)
                .mapTo(Boolean.class)
                .one();
    }

    /** The tokens of a version last until then. */
    void drains(Tx tx, Credential row, Instant until) {
        of(tx.update("UPDATE credentials SET due_at = :until, drains_until = :until" + ONE), row)
                .bind("until", until)
                .execute();
    }

    /** A superseded version signed one more token: it is not retired before that has ended. */
    void drainsNoEarlier(Tx tx, CredentialVersion which, Instant until) {
        of(tx.update("""
                        UPDATE credentials
                           SET due_at = greatest(due_at, :until),
                               drains_until = CASE WHEN drains_until IS NOT NULL THEN greatest(drains_until, :until) END
                        """ + ONE + " AND state = 'superseded' AND retired_at IS NULL"), which.ref())
                .bind("version", which.number())
                .bind("until", until)
                .execute();
    }

    /** Retires an unused version: no secret, no claims, nothing due. */
    void retire(Tx tx, Credential row, CredentialState state, Instant now) {
        end(tx, row, state, now, now);
        of(tx.update("UPDATE credentials SET sealed = NULL, retired_at = :now, due_at = NULL" + ONE), row)
                .bind("now", now)
                .execute();
    }

    /** Erases what people wrote about the tenant's credentials. */
    void eraseNotes(Tx tx) {
        tx.update("UPDATE credentials SET attributes = attributes - 'note' WHERE tenant_id = :tenant")
                .execute();
    }

    /** The secret of a version that may still be used; empty if there is none. */
    Optional<Secret> open(Tx tx, DataKey key, Credential row) {
        return of(
                        tx.query("SELECT sealed FROM credentials" + ONE
                                + " AND state IN ('active', 'superseded') AND sealed IS NOT NULL"),
                        row)
                .map((rs, ctx) -> rs.getBytes("sealed"))
                .findOne()
                .map(bytes -> key.open(bytes, new Binding(tx.tenant(), row.id(), row.version())));
    }

    private static <S extends SqlStatement<S>> S of(S statement, CredentialRef ref) {
        return statement.bind("kind", ref.kind()).bind("name", ref.name());
    }

    private static <S extends SqlStatement<S>> S of(S statement, Credential row) {
        return of(statement, row.ref()).bind("version", row.version());
    }
}
