// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.reflect.ColumnName;

/** The table {@code reservations}. */
final class ReservationStore {
    /** How often the room of a token that was just granted is looked for. */
    static final Duration AT_FIRST = Duration.ofSeconds(1);

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration ONCE_USED = Duration.ofSeconds(15);

    private static final String COLUMNS =
            "room, agent_name, agent_slug, metadata, call_id, adopted, identities, credential_version, granted_at, admits_until";

    private ReservationStore() {}

    /** A row, as it is stored. */
    record StoredReservation(
            @ColumnName("room") String room,
            @ColumnName("agent_name") String agentName,
            @ColumnName("agent_slug") String agentSlug,
            @ColumnName("metadata") String metadata,
            @ColumnName("call_id") CallId callId,
            @ColumnName("adopted") boolean adopted,
            @ColumnName("identities") List<String> identities,
            @ColumnName("credential_version") long credentialVersion,
            @ColumnName("granted_at") Instant grantedAt,
            @ColumnName("admits_until") Instant admitsUntil) {

        Reservation reservation() {
            return new Reservation(
                    new Reservation.Target(room, agentName, agentSlug, metadata),
                    callId,
                    adopted,
                    new Reservation.Holders(identities, grantedAt, admitsUntil),
                    credentialVersion);
        }
    }

    /** Inserts it, or replaces the one of its room and agent name. */
    static void put(Tx tx, Reservation reservation, Instant lookAt) {
        tx.update("""
            INSERT INTO reservations (tenant_id, room, agent_name, agent_slug, metadata, call_id, adopted, identities,
                                      credential_version, granted_at, admits_until, look_at)
            VALUES (:tenant, :room, :agentName, :agentSlug, :metadata, :call, :adopted, :identities,
                    :version, :grantedAt, :admitsUntil, :lookAt)
            ON CONFLICT (tenant_id, room, agent_name) DO UPDATE
               SET agent_slug = EXCLUDED.agent_slug, metadata = EXCLUDED.metadata, call_id = EXCLUDED.call_id,
                   adopted = EXCLUDED.adopted, identities = EXCLUDED.identities,
                   credential_version = EXCLUDED.credential_version, granted_at = EXCLUDED.granted_at,
                   admits_until = EXCLUDED.admits_until, look_at = EXCLUDED.look_at
            """)
                .bind("room", reservation.target().room())
                .bind("agentName", reservation.target().agentName())
                .bind("agentSlug", reservation.target().agentSlug())
                .bind("metadata", reservation.target().metadata())
                .bind("call", reservation.call())
                .bind("adopted", reservation.adopted())
                .bindArray(
                        "identities",
                        String.class,
                        reservation.holders().identities().toArray())
                .bind("version", reservation.credentialVersion())
                .bind("grantedAt", reservation.holders().grantedAt())
                .bind("admitsUntil", reservation.holders().admitsUntil())
                .bind("lookAt", lookAt)
                .execute();
    }

    static Optional<Reservation> find(Tx tx, String room, String agentName) {
        return tx.query("SELECT " + COLUMNS + """
             FROM reservations WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
            """)
                .bind("room", room)
                .bind("agentName", agentName)
                .mapTo(StoredReservation.class)
                .findOne()
                .map(StoredReservation::reservation);
    }

    static void delete(Tx tx, Reservation.Target target) {
        tx.update("DELETE FROM reservations WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName")
                .bind("room", target.room())
                .bind("agentName", target.agentName())
                .execute();
    }

    /** Deletes it if none of its tokens admits any more. */
    static int deleteOver(Tx tx, Reservation.Target target, Instant now) {
        return tx.update("""
            DELETE FROM reservations
             WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName AND admits_until <= :now
            """)
                .bind("room", target.room())
                .bind("agentName", target.agentName())
                .bind("now", now)
                .execute();
    }

    /** Tenants with reservations to look at, as the role that can read only that: all of a tenant's are one row of work. */
    static DueSource due(Database database) {
        DueSource each = DueSource.of(new DueTable("reservations", "room", "look_at", "TRUE"), database);
        return new DueSource() {
            @Override
            public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
                return database.poll(handle -> tenants(handle, now, except, most)).stream()
                        .map(tenant -> new DueRows.Row(tenant, "reservations"))
                        .toList();
            }

            @Override
            public Backlog backlog(Instant now) {
                return each.backlog(now);
            }
        };
    }

    private static List<TenantId> tenants(Handle handle, Instant now, Set<TenantId> except, int limit) {
        return handle.createQuery("""
            SELECT tenant_id FROM reservations
             WHERE look_at <= :now AND tenant_id <> ALL (:except)
             GROUP BY tenant_id ORDER BY min(look_at) LIMIT :limit
            """)
                .bind("now", now)
                .bindArray(
                        "except",
                        String.class,
                        except.stream().map(TenantId::value).toArray())
                .bind("limit", limit)
                .mapTo(TenantId.class)
                .list();
    }

    /** Claims the looks that are due for this node: moves their time. A token that was just granted is looked for often. */
    static List<Reservation> take(Tx tx, Instant now, int limit) {
        return tx.query("""
            UPDATE reservations r
               SET look_at = CASE WHEN adopted THEN :onceUsed::timestamptz WHEN granted_at > :fresh THEN :soon::timestamptz
                                  ELSE :later::timestamptz END
              FROM (SELECT room, agent_name FROM reservations
                     WHERE tenant_id = :tenant AND look_at <= :now ORDER BY look_at LIMIT :limit) due
             WHERE r.tenant_id = :tenant AND r.room = due.room AND r.agent_name = due.agent_name
            RETURNING r.room, r.agent_name, r.agent_slug, r.metadata, r.call_id, r.adopted, r.identities,
                      r.credential_version, r.granted_at, r.admits_until
            """)
                .bind("now", now)
                .bind("fresh", now.minus(FRESH))
                .bind("soon", now.plus(AT_FIRST))
                .bind("later", now.plus(LATER))
                .bind("onceUsed", now.plus(ONCE_USED))
                .bind("limit", limit)
                .mapTo(StoredReservation.class)
                .map(StoredReservation::reservation)
                .list();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM reservations WHERE tenant_id = :tenant").execute();
    }
}
