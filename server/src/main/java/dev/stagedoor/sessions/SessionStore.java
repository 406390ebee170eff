// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.access.KeyHash;
import dev.stagedoor.access.TokenDirectory;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The tables {@code sessions} and {@code session_tokens}, and the directory function on them. */
final class SessionStore {
    private static final String COLUMNS =
            "session_id, user_id, device, maker, maker_id, hash, previous_hash, replaced_at,"
                    + " created_at, expires_at, revoked_at";

    private SessionStore() {}

    @SuppressWarnings("ArrayRecordComponent") // only read
    private record StoredSession(
            String sessionId,
            String userId,
            String device,
            String maker,
            String makerId,
            byte[] hash,
            byte @Nullable [] previousHash,
            @Nullable Instant replacedAt,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt) {
        static StoredSession of(Session session) {
            return new StoredSession(
                    session.id(),
                    session.user(),
                    session.device(),
                    session.maker().kind().name().toLowerCase(Locale.ROOT),
                    session.maker().id(),
                    session.tokens().current().bytes(),
                    null,
                    null,
                    session.life().createdAt(),
                    session.life().expiresAt(),
                    session.life().revokedAt());
        }

        Session session() {
            return new Session(
                    sessionId,
                    userId,
                    device,
                    new Session.Maker(Session.Maker.Kind.valueOf(maker.toUpperCase(Locale.ROOT)), makerId),
                    new Session.Tokens(
                            KeyHash.read(hash), previousHash == null ? null : KeyHash.read(previousHash), replacedAt),
                    new Session.Life(createdAt, expiresAt, revokedAt));
        }
    }

    static Map<KeyHash, TokenDirectory.Owner> owners(Handle directory, List<KeyHash> hashes) {
        Map<KeyHash, TokenDirectory.Owner> owners = new HashMap<>();
        directory
                .createQuery("SELECT hash, tenant_id, session_id FROM directory_sessions(:hashes)")
                .bind("hashes", hashes.stream().map(KeyHash::bytes).toArray(byte[][]::new))
                .map((rs, ctx) -> Map.entry(
                        KeyHash.read(rs.getBytes("hash")),
                        new TokenDirectory.Owner(new TenantId(rs.getString("tenant_id")), rs.getString("session_id"))))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    static Optional<Session> find(Tx tx, String id) {
        return tx.query("SELECT " + COLUMNS + " FROM sessions WHERE tenant_id = :tenant AND session_id = :session")
                .bind("session", id)
                .mapTo(StoredSession.class)
                .findOne()
                .map(StoredSession::session);
    }

    /** Those of them that are there. */
    static Map<String, Session> findAll(Tx tx, List<String> ids) {
        return tx.query("SELECT " + COLUMNS + """
                         FROM unnest(:ids) WITH ORDINALITY AS asked (id, nth)
                         JOIN sessions s ON s.tenant_id = :tenant AND s.session_id = asked.id
                        WHERE""" + Tx.BY_KEY)
                .bindArray("ids", String.class, ids)
                .mapTo(StoredSession.class)
                .map(StoredSession::session)
                .collect(Collectors.toMap(Session::id, Function.identity()));
    }

    /** The newest first; those of one user only, unless that is empty. */
    static Page<Session> page(Tx tx, String user, Page.Request page) {
        List<Session> rows = tx.query("SELECT " + COLUMNS + """
                         FROM sessions
                         WHERE tenant_id = :tenant AND (:user = '' OR user_id = :user) AND (:after = '' OR session_id < :after)
                         ORDER BY session_id DESC LIMIT :rows
                        """)
                .bind("user", user)
                .bind("after", page.after() == null ? "" : page.after())
                .bind("rows", page.limit() + 1)
                .mapTo(StoredSession.class)
                .map(StoredSession::session)
                .list();
        return Page.of(rows, page.limit(), Session::id);
    }

    /** A session, and what vouched for its user; empty for nothing. */
    record Vouched(Session session, String by) {
        private StoredSession stored() {
            return StoredSession.of(session);
        }
    }

    static void insertAll(Tx tx, List<Vouched> opened) {
        if (opened.isEmpty()) {
            return;
        }
        Update insert = tx.update("""
                        WITH opened AS (
                            SELECT decode(hash, 'hex') AS hash, session_id, user_id, device, maker, maker_id, vouched_by,
                                   created_at::timestamptz AS created_at, expires_at::timestamptz AS expires_at
                              FROM unnest(:hashes, :sessions, :users, :devices, :makers, :makerIds, :vouchedBy,
                                          :created, :expires)
                                AS opened (hash, session_id, user_id, device, maker, maker_id, vouched_by,
                                           created_at, expires_at)
                        ), tokens AS (
                            INSERT INTO session_tokens (tenant_id, hash, session_id, created_at)
                            SELECT :tenant, hash, session_id, created_at FROM opened)
                        INSERT INTO sessions (tenant_id, hash, session_id, user_id, device, maker, maker_id,
                                              vouched_by, created_at, expires_at)
                        SELECT :tenant, hash, session_id, user_id, device, maker, maker_id, vouched_by, created_at,
                               expires_at FROM opened
                        """);
        texts(
                insert,
                "hashes",
                opened,
                one -> HexFormat.of().formatHex(one.stored().hash()));
        texts(insert, "sessions", opened, one -> one.session.id());
        texts(insert, "users", opened, one -> one.session.user());
        texts(insert, "devices", opened, one -> one.session.device());
        texts(insert, "makers", opened, one -> one.stored().maker());
        texts(insert, "makerIds", opened, one -> one.stored().makerId());
        texts(insert, "vouchedBy", opened, Vouched::by);
        texts(insert, "created", opened, one -> one.session.life().createdAt().toString());
        texts(insert, "expires", opened, one -> one.session.life().expiresAt().toString());
        insert.execute();
    }

    private static void texts(Update insert, String name, List<Vouched> opened, Function<Vouched, String> text) {
        insert.bindArray(name, String.class, opened.stream().map(text).toList());
    }

    private static void addToken(Tx tx, String session, KeyHash hash, Instant now) {
        tx.update("""
                        INSERT INTO session_tokens (tenant_id, hash, session_id, created_at)
                        VALUES (:tenant, :hash, :session, :now)
                        """)
                .bind("hash", hash.bytes())
                .bind("session", session)
                .bind("now", now)
                .execute();
    }

    /** Whether {@code before} was the session's token; it has that new one then. */
    static boolean replaceToken(Tx tx, String session, KeyHash before, KeyHash next, Instant now) {
        boolean replaced = tx.update("""
                                UPDATE sessions SET hash = :next, previous_hash = hash, replaced_at = :now
                                 WHERE tenant_id = :tenant AND session_id = :session AND hash = :before
                                """)
                        .bind("next", next.bytes())
                        .bind("now", now)
                        .bind("session", session)
                        .bind("before", before.bytes())
                        .execute()
                == 1;
        if (replaced) {
            addToken(tx, session, next, now);
        }
        return replaced;
    }

    /** Whether there was such a session that was not revoked yet. */
    static boolean revoke(Tx tx, String id, Instant now) {
        return tx.update("""
                                UPDATE sessions SET revoked_at = :now
                                 WHERE tenant_id = :tenant AND session_id = :session AND revoked_at IS NULL
                                """).bind("now", now).bind("session", id).execute() == 1;
    }

    /** How many sessions were revoked, for whose users that vouched. */
    static int revokeVouched(Tx tx, String vouchedBy, Instant now) {
        return tx.update("""
                        UPDATE sessions SET revoked_at = :now
                         WHERE tenant_id = :tenant AND vouched_by = :vouchedBy AND vouched_by <> ''
                           AND revoked_at IS NULL AND expires_at > :now
                        """).bind("now", now).bind("vouchedBy", vouchedBy).execute();
    }

    /** How many of the user's sessions were revoked: all but {@code kept}. */
    static int revokeAll(Tx tx, String user, String kept, Instant now) {
        return tx.update("""
                        UPDATE sessions SET revoked_at = :now
                         WHERE tenant_id = :tenant AND user_id = :user AND session_id <> :kept
                           AND revoked_at IS NULL AND expires_at > :now
                        """)
                .bind("now", now)
                .bind("kept", kept)
                .bind("user", user)
                .execute();
    }

    /** Deletes those that ended before that, and the tokens that were replaced before {@code tokens}. */
    static void forget(Tx tx, Instant before, Instant tokens) {
        tx.update("DELETE FROM sessions WHERE tenant_id = :tenant AND expires_at < :before")
                .bind("before", before)
                .execute();
        tx.update("""
                        DELETE FROM session_tokens t USING sessions s
                         WHERE t.tenant_id = :tenant AND t.created_at < :tokens
                           AND s.tenant_id = t.tenant_id AND s.session_id = t.session_id
                           AND s.replaced_at < :tokens AND s.hash <> t.hash
                        """).bind("tokens", tokens).execute();
    }

    static void eraseAll(Tx tx) {
        tx.update("DELETE FROM sessions WHERE tenant_id = :tenant").execute();
    }
}
