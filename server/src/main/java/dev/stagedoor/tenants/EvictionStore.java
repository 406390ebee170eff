package dev.stagedoor.tenants;

import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The SQL of evictions. */
final class EvictionStore {
    private EvictionStore() {}

    /** Keeps out from now on; where that is so already, for longer. */
    static void put(Tx tx, Eviction.Kind kind, String room, String subject, Instant now, Instant until) {
        tx.handle()
                .createUpdate("""
                    INSERT INTO evictions
                           (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look)
                    VALUES (:tenant, :id, :kind, :room, :subject, :until, :since, :now, :now)
                    ON CONFLICT (tenant_id, kind, room, subject) DO UPDATE
                       SET until = GREATEST(evictions.until, EXCLUDED.until), since_seq = EXCLUDED.since_seq,
                           next_look = EXCLUDED.next_look
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", Ids.next("evi", now))
                .bind("kind", wire(kind))
                .bind("room", room)
                .bind("subject", subject)
                .bind("until", until)
                .bind("since", tx.row().seq())
                .bind("now", now)
                .execute();
    }

    static void delete(Tx tx, Eviction.Kind kind, String subject) {
        tx.handle()
                .createUpdate("""
                    DELETE FROM evictions WHERE tenant_id = :tenant AND kind = :kind AND room = '' AND subject = :subject
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("kind", wire(kind))
                .bind("subject", subject)
                .execute();
    }

    static int deleteAll(Tx tx) {
        return tx.handle()
                .createUpdate("DELETE FROM evictions WHERE tenant_id = :tenant")
                .bind("tenant", tx.tenant().value())
                .execute();
    }

    static int deleteEnded(Tx tx, Instant now) {
        return tx.handle()
                .createUpdate("DELETE FROM evictions WHERE tenant_id = :tenant AND until <= :now")
                .bind("tenant", tx.tenant().value())
                .bind("now", now)
                .execute();
    }

    static List<Eviction.Ref> due(Handle poller, Instant now, Set<TenantId> except, int limit) {
        return poller.createQuery("""
            SELECT tenant_id, eviction_id FROM evictions
             WHERE next_look <= :now AND tenant_id <> ALL (:except)
             ORDER BY next_look LIMIT :limit
            """)
                .bind("now", now)
                .bindArray(
                        "except",
                        String.class,
                        except.stream().map(TenantId::value).toArray())
                .bind("limit", limit)
                .map((rs, ctx) -> new Eviction.Ref(new TenantId(rs.getString(1)), rs.getString(2)))
                .list();
    }

    /** Puts off the next look, for whoever does it first; empty for all others. */
    static Optional<Eviction> take(Tx tx, Eviction.Ref ref, Instant now, Instant next) {
        return tx.handle()
                .createQuery("""
                    UPDATE evictions SET next_look = :next
                     WHERE tenant_id = :tenant AND eviction_id = :id AND next_look <= :now
                    RETURNING eviction_id, kind, room, subject, until, since_seq
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", ref.id())
                .bind("now", now)
                .bind("next", next)
                .map((rs, ctx) -> eviction(tx, rs))
                .findOne();
    }

    /** The participant's eviction from the room, if it has not ended. */
    static Optional<Eviction> ofParticipant(Tx tx, String room, String identity, Instant now) {
        return tx.handle()
                .createQuery("""
                    SELECT eviction_id, kind, room, subject, until, since_seq FROM evictions
                     WHERE tenant_id = :tenant AND kind = 'participant' AND room = :room AND subject = :identity
                       AND until > :now
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("room", room)
                .bind("identity", identity)
                .bind("now", now)
                .map((rs, ctx) -> eviction(tx, rs))
                .findOne();
    }

    private static Eviction eviction(Tx tx, ResultSet rs) throws SQLException {
        return new Eviction(
                new Eviction.Ref(tx.tenant(), rs.getString("eviction_id")),
                Eviction.Kind.valueOf(rs.getString("kind").toUpperCase(Locale.ROOT)),
                rs.getString("room"),
                rs.getString("subject"),
                rs.getObject("until", OffsetDateTime.class).toInstant(),
                rs.getLong("since_seq"));
    }

    static void delete(Tx tx, Eviction.Ref ref) {
        tx.handle()
                .createUpdate("DELETE FROM evictions WHERE tenant_id = :tenant AND eviction_id = :id")
                .bind("tenant", tx.tenant().value())
                .bind("id", ref.id())
                .execute();
    }

    static void prolong(Tx tx, Eviction.Ref ref, Instant until) {
        tx.handle()
                .createUpdate("""
                    UPDATE evictions SET until = GREATEST(until, :until)
                     WHERE tenant_id = :tenant AND eviction_id = :id
                    """)
                .bind("tenant", tx.tenant().value())
                .bind("id", ref.id())
                .bind("until", until)
                .execute();
    }

    private static String wire(Eviction.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
