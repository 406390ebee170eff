// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code evictions}. */
final class EvictionStore {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionStore.class);

    /** Where the job finds evictions to enforce. */
    static final DueTable DUE = new DueTable("evictions", "eviction_id", "next_look", "TRUE");

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

    /** Begins an eviction, or extends an existing one. */
    static void put(Tx tx, Eviction.Kind kind, String room, String subject, Instant now, Instant until) {
        tx.update("""
            INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look)
            VALUES (:tenant, :id, :kind, :room, :subject, :until, :since, :now, :now)
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

    /** Deletes the eviction, unless it has changed since it was read. */
    static int delete(Tx tx, Eviction read) {
        return tx.update("""
            DELETE FROM evictions
             WHERE tenant_id = :tenant AND eviction_id = :id AND since_seq = :since AND until = :until
            """)
                .bind("id", read.ref().id())
                .bind("since", read.since())
                .bind("until", read.until())
                .execute();
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
     * Postpones the next check, for the first node to do so; empty for the others, and for kinds that this version does
     * not know, which a newer node enforces.
     */
    static Optional<Eviction> take(Tx tx, Eviction.Ref ref, Instant now, Instant next) {
        return tx.query("""
            UPDATE evictions SET next_look = :next
             WHERE tenant_id = :tenant AND eviction_id = :id AND next_look <= :now
            RETURNING eviction_id, kind, room, subject, until, since_seq, walked_to
            """)
                .bind("id", ref.id())
                .bind("now", now)
                .bind("next", next)
                .mapTo(StoredEviction.class)
                .findOne()
                .flatMap(row -> UnreadableStored.orSkip(LOG, row.evictionId(), () -> row.eviction(tx.tenant())));
    }

    /** The participant's eviction from the room, unless it has ended. */
    static Optional<Eviction> ofParticipant(Tx tx, String room, String identity, Instant now) {
        return tx.query("""
            SELECT eviction_id, kind, room, subject, until, since_seq, walked_to FROM evictions
             WHERE tenant_id = :tenant AND kind = :kind AND room = :room AND subject = :identity AND until > :now
            """)
                .bind("kind", Eviction.Kind.PARTICIPANT.stored())
                .bind("room", room)
                .bind("identity", identity)
                .bind("now", now)
                .mapTo(StoredEviction.class)
                .findOne()
                .flatMap(row -> UnreadableStored.orSkip(LOG, row.evictionId(), () -> row.eviction(tx.tenant())));
    }

    static int prolong(Tx tx, Eviction.Ref ref, Instant until) {
        return tx.update("""
            UPDATE evictions SET until = GREATEST(until, :until) WHERE tenant_id = :tenant AND eviction_id = :id
            """).bind("id", ref.id()).bind("until", until).execute();
    }

    /** The next search of the chain for the eviction's rooms goes on below that position; 0 to begin at its head again. */
    static int walked(Tx tx, Eviction.Ref ref, long position) {
        return tx.update("UPDATE evictions SET walked_to = :position WHERE tenant_id = :tenant AND eviction_id = :id")
                .bind("id", ref.id())
                .bind("position", position)
                .execute();
    }
}
