// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Tx;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code evictions}. */
final class EvictionStore {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionStore.class);

    private static final String SELECT = """
        SELECT eviction_id, kind, room, subject, until, since_seq, walked_to FROM evictions WHERE tenant_id = :tenant""";

    private EvictionStore() {}

    /** A row, as it is stored. */
    private record StoredEviction(
            String evictionId, String kind, String room, String subject, Instant until, long sinceSeq, long walkedTo) {
        Eviction eviction(TenantId tenant) {
            return new Eviction(
                    new Eviction.Ref(tenant, evictionId),
                    StoredWord.read(Eviction.Kind.class, Eviction.Kind::stored, kind),
                    room,
                    subject,
                    until,
                    sinceSeq,
                    walkedTo);
        }
    }

    /**
     * Begins an eviction, or extends an existing one; the tenant's turn is then due. Nodes one version older look at each
     * eviction when its own time has come: at none of a room, which they do not know.
     */
    static void put(Tx tx, Eviction.Kind kind, String room, String subject, Instant now, Instant until) {
        tx.update("""
            INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look)
            VALUES (:tenant, :id, :kind, :room, :subject, :until, :since, :now,
                    CASE :kind WHEN 'room' THEN timestamptz 'infinity' ELSE :now END)
            ON CONFLICT (tenant_id, kind, room, subject) DO UPDATE
               SET until = GREATEST(evictions.until, EXCLUDED.until), since_seq = EXCLUDED.since_seq,
                   next_look = EXCLUDED.next_look
            """)
                .bind("id", Ids.next("evi", now))
                .bind("kind", kind.stored())
                .bind("room", room)
                .bind("subject", subject)
                .bind("until", until)
                .bind("since", tx.row().seq())
                .bind("now", now)
                .execute();
    }

    static void delete(Tx tx, Eviction.Kind kind, String subject) {
        tx.update("""
            DELETE FROM evictions WHERE tenant_id = :tenant AND kind = :kind AND room = '' AND subject = :subject
            """).bind("kind", kind.stored()).bind("subject", subject).execute();
    }

    static int deleteAll(Tx tx) {
        return tx.update("DELETE FROM evictions WHERE tenant_id = :tenant").execute();
    }

    static int deleteEnded(Tx tx, Instant now) {
        return tx.update("DELETE FROM evictions WHERE tenant_id = :tenant AND until <= :now")
                .bind("now", now)
                .execute();
    }

    /**
     * What a tenant's evictions are about, and when the first of them ends.
     *
     * @param first null if there are none
     */
    record Summary(
            boolean everyone,
            boolean users,
            boolean rooms,
            @Nullable Instant first) {}

    static Summary summary(Tx tx) {
        return tx.query("""
            SELECT coalesce(bool_or(kind = 'tenant'), false) AS everyone,
                   coalesce(bool_or(kind = 'user'), false) AS users,
                   coalesce(bool_or(kind IN ('room', 'participant')), false) AS rooms, min(until) AS first
              FROM evictions WHERE tenant_id = :tenant
            """).mapTo(Summary.class).one();
    }

    /** Those of the whole tenant and of users, as many as that, the least searched for first. */
    static List<Eviction> everywhere(Tx tx, int limit) {
        return read(
                tx,
                tx.query(SELECT + " AND kind IN ('tenant', 'user') ORDER BY walked_to DESC, eviction_id LIMIT :limit")
                        .bind("limit", limit));
    }

    /** The rooms of those of rooms and participants, newest first. */
    static List<String> rooms(Tx tx, int limit) {
        return tx.query("""
            SELECT room FROM evictions WHERE tenant_id = :tenant AND kind IN ('room', 'participant')
             GROUP BY room ORDER BY max(created_at) DESC LIMIT :limit
            """).bind("limit", limit).mapTo(String.class).list();
    }

    /** Which of these rooms on that server somebody is kept out of who need not be kept out of every room. */
    static List<String> roomsAmong(Tx tx, String server, Collection<String> rooms) {
        return tx.query("""
            SELECT DISTINCT room FROM evictions
             WHERE tenant_id = :tenant AND room = ANY (:rooms)
               AND (kind = 'participant' OR kind = 'room' AND subject = :server)
            """)
                .bind("server", server)
                .bindArray("rooms", String.class, rooms.toArray())
                .mapTo(String.class)
                .list();
    }

    /** Those that may concern these participants in these rooms of that server. */
    static List<Eviction> concerning(Tx tx, String server, Collection<String> rooms, Collection<String> identities) {
        return read(
                tx,
                tx.query(SELECT + """
             AND (kind = 'user' AND room = '' AND subject = ANY (:identities)
                  OR kind = 'room' AND room = ANY (:rooms) AND subject = :server
                  OR kind = 'participant' AND room = ANY (:rooms) AND subject = ANY (:identities))
            """)
                        .bind("server", server)
                        .bindArray("rooms", String.class, rooms.toArray())
                        .bindArray("identities", String.class, identities.toArray()));
    }

    /** Those that concern anybody in that room of that server; of those of users some, other ones each time. */
    static List<Eviction> ofRoom(Tx tx, String server, String room, int users) {
        return read(
                tx,
                tx.query(SELECT + """
             AND (kind = 'room' AND room = :room AND subject = :server
                  OR kind = 'participant' AND room = :room
                  OR eviction_id IN (SELECT eviction_id FROM evictions
                                      WHERE tenant_id = :tenant AND kind = 'user' ORDER BY random() LIMIT :users))
            """).bind("server", server).bind("room", room).bind("users", users));
    }

    /** Users and participants who are kept out now, whoever was put out last first. */
    static List<Eviction> ofPeople(Tx tx, Instant now, int limit) {
        return read(
                tx,
                tx.query(
                                SELECT
                                        + " AND kind IN ('user', 'participant') AND until > :now ORDER BY created_at DESC LIMIT :limit")
                        .bind("now", now)
                        .bind("limit", limit));
    }

    /** That of the whole tenant. */
    static Optional<Eviction> ofTenant(Tx tx) {
        return read(tx, tx.query(SELECT + " AND kind = 'tenant'")).stream().findFirst();
    }

    private static List<Eviction> read(Tx tx, Query query) {
        return query.mapTo(StoredEviction.class).stream()
                .flatMap(
                        row -> UnreadableStored.orSkip(LOG, row.evictionId(), () -> row.eviction(tx.tenant())).stream())
                .toList();
    }

    static int prolong(Tx tx, Collection<String> evictions, Instant until) {
        return tx.update("""
            UPDATE evictions SET until = GREATEST(until, :until)
             WHERE tenant_id = :tenant AND eviction_id = ANY (:ids)
            """)
                .bind("until", until)
                .bindArray("ids", String.class, evictions.toArray())
                .execute();
    }

    /** The next search of the chain for the eviction's rooms goes on below that position; 0 to begin at its head again. */
    static int walked(Tx tx, Eviction.Ref ref, long position) {
        return tx.update("UPDATE evictions SET walked_to = :position WHERE tenant_id = :tenant AND eviction_id = :id")
                .bind("id", ref.id())
                .bind("position", position)
                .execute();
    }
}
