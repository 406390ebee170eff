// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code dispatches}. */
final class DispatchRowStore {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchRowStore.class);

    private DispatchRowStore() {}

    /** Selects what makes a {@link StoredState}. */
    private static final String SELECT_STATE =
            "SELECT dispatch_id, state, state_version, join_seconds, unserved, watched FROM dispatches\n";

    private record StoredState(
            String dispatchId,
            String state,
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched) {
        Dispatch read() {
            return StoredDispatch.read(state, new StoredDispatch.Columns(stateVersion, joinSeconds, unserved, watched));
        }

        Optional<Dispatch> ifReadable() {
            return UnreadableStored.orSkip(LOG, dispatchId, this::read);
        }
    }

    private record StoredLease(
            String state,
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched,
            long fence,
            @Nullable String asked,
            Instant leaseUntil) {
        DispatchStore.Lease read(Tx tx) {
            StoredDispatch.Columns columns = new StoredDispatch.Columns(stateVersion, joinSeconds, unserved, watched);
            return new DispatchStore.Lease(
                    StoredDispatch.read(state, columns), fence, reason(asked), tx.epoch(), state, leaseUntil);
        }
    }

    /** As the role that can read only ids and times. */
    static List<DispatchStore.Due> due(Handle handle, Instant now, Set<TenantId> except, int limit) {
        return handle.createQuery("""
            SELECT tenant_id, dispatch_id
              FROM (SELECT tenant_id, dispatch_id, next_at,
                           row_number() OVER (PARTITION BY tenant_id ORDER BY next_at) AS turn
                      FROM dispatches
                     WHERE (status NOT IN ('completed', 'failed') OR watched)
                       AND next_at <= :now AND lease_until <= :now
                       AND tenant_id <> ALL (:except)) due
             ORDER BY turn, next_at
             LIMIT :limit
            """)
                .bind("now", now)
                .bindArray(
                        "except",
                        String.class,
                        except.stream().map(TenantId::value).toArray())
                .bind("limit", limit)
                .map((rs, ctx) -> new DispatchStore.Due(
                        new TenantId(rs.getString("tenant_id")), new DispatchId(rs.getString("dispatch_id"))))
                .list();
    }

    static DispatchStore.Backlog backlog(Handle handle, Instant now) {
        return handle.createQuery("""
            SELECT count(*) AS due, min(next_at) AS since FROM dispatches
             WHERE (status NOT IN ('completed', 'failed') OR watched) AND next_at <= :now AND lease_until <= :now
            """)
                .bind("now", now)
                .map((rs, ctx) -> backlog(rs))
                .one();
    }

    private static DispatchStore.Backlog backlog(ResultSet rs) throws SQLException {
        Timestamp since = rs.getTimestamp("since");
        return new DispatchStore.Backlog(rs.getLong("due"), since == null ? null : since.toInstant());
    }

    /** Dispatches that this version cannot read are leased too, so that it does not try them again at once. */
    static Optional<DispatchStore.Lease> take(Tx tx, DispatchId id, Instant now, Instant until) {
        Optional<StoredTaken> taken = tx.query("""
                    UPDATE dispatches d SET fence = fence + 1, lease_until = :until
                     WHERE tenant_id = :tenant AND dispatch_id = :id
                       AND (status NOT IN ('completed', 'failed') OR watched) AND lease_until <= :now
                       AND (watched OR asked IS NOT NULL OR deadline <= :now
                            OR NOT EXISTS (SELECT FROM dispatches e
                                            WHERE e.tenant_id = :tenant AND e.dispatch_id = ANY (d.waits_for)
                                              AND e.status NOT IN ('completed', 'failed')))
                    RETURNING state, state_version, join_seconds, unserved, watched, fence, asked, lease_until,
                              waits_for <> '{}' AS waited
                    """)
                .bind("id", id)
                .bind("now", now)
                .bind("until", until)
                .mapTo(StoredTaken.class)
                .findOne();
        if (taken.isEmpty()) {
            postpone(tx, id, now);
        }
        return taken.flatMap(row -> UnreadableStored.orSkip(LOG, id, () -> row.read(tx)));
    }

    /** It waits for another, if nobody has taken it in the meantime. */
    private static void postpone(Tx tx, DispatchId id, Instant now) {
        tx.update("""
                    UPDATE dispatches SET next_at = :later
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND next_at <= :now AND lease_until <= :now
                    """)
                .bind("id", id)
                .bind("now", now)
                .bind("later", now.plus(DispatchStore.WAITS))
                .execute();
    }

    private record StoredTaken(
            String state,
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched,
            long fence,
            @Nullable String asked,
            Instant leaseUntil,
            boolean waited) {
        DispatchStore.Lease read(Tx tx) {
            DispatchStore.Lease lease = new StoredLease(
                            state, stateVersion, joinSeconds, unserved, watched, fence, asked, leaseUntil)
                    .read(tx);
            return waited ? afterWaiting(tx, lease) : lease;
        }
    }

    /** The dispatch that it waits for had not ended when it was requested. */
    private static DispatchStore.Lease afterWaiting(Tx tx, DispatchStore.Lease lease) {
        DispatchSpec spec = lease.dispatch().spec();
        return lease.with(lease.dispatch().after(earlierEndedAt(tx, spec.room(), spec.agentName())));
    }

    /** It is not watched after its end if another one of its room and name is live: that removes what is not its own. */
    static Optional<DispatchStore.Lease> save(
            Tx tx, DispatchStore.Lease held, Dispatch next, Instant nextAt, Instant leaseUntil) {
        EndReason unserved = next.contact().unserved();
        return tx.query("""
                    UPDATE dispatches d
                       SET status = :status, state = :state::jsonb, next_at = :nextAt, lease_until = :leaseUntil,
                           ended_at = :endedAt, unserved = :unserved,
                           watched = :watched AND (watched OR status NOT IN ('completed', 'failed'))
                                     AND NOT EXISTS (SELECT FROM dispatches newer
                                                      WHERE newer.tenant_id = :tenant AND newer.room = d.room
                                                        AND newer.agent_name = d.agent_name
                                                        AND newer.dispatch_id <> d.dispatch_id
                                                        AND newer.status NOT IN ('completed', 'failed'))
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND fence = :fence
                    RETURNING state, state_version, join_seconds, unserved, watched, fence, asked, lease_until
                    """)
                .bind("id", next.id())
                .bind("fence", held.fence())
                .bind("status", next.status().wire())
                .bind("state", StoredDispatch.over(held.stored(), next))
                .bind("nextAt", nextAt)
                .bind("leaseUntil", leaseUntil)
                .bind("endedAt", next.endedAt())
                .bind("unserved", unserved == null ? null : unserved.wire())
                .bind("watched", next.watched())
                .mapTo(StoredLease.class)
                .findOne()
                .map(row -> row.read(tx));
    }

    /**
     * Inserts a dispatch with fence 1; the inserting node holds it until {@code leaseUntil}. It is not leased before
     * those it waits for have ended, unless to end it.
     */
    static void insert(Tx tx, Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        DispatchSpec spec = dispatch.spec();
        tx.update("""
                    INSERT INTO dispatches (tenant_id, dispatch_id, room, agent_name, call_id, status, state,
                                            state_version, join_seconds, waits_for, next_at, lease_until, fence,
                                            created_at)
                    VALUES (:tenant, :id, :room, :agentName, :callId, :status, :state::jsonb,
                            :version, :joinSeconds, :waitsFor, :createdAt, :leaseUntil, 1, :createdAt)
                    """)
                .bind("id", dispatch.id())
                .bind("room", spec.room())
                .bind("agentName", spec.agentName())
                .bind("callId", spec.callId())
                .bind("status", dispatch.status().wire())
                .bind("state", StoredDispatch.over("{}", dispatch))
                .bind("version", StoredDispatch.versionOf(dispatch))
                .bind("joinSeconds", spec.schedule().joinTimeout().toSeconds())
                .bindArray(
                        "waitsFor",
                        String.class,
                        waitsFor.stream().map(DispatchId::value).toArray())
                .bind("createdAt", spec.schedule().createdAt())
                .bind("leaseUntil", leaseUntil)
                .execute();
    }

    /** The live dispatch that nobody has asked to end. */
    static Optional<Dispatch> live(Tx tx, String room, String agentName) {
        return tx.query(SELECT_STATE + """
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND status NOT IN ('ending', 'completed', 'failed') AND asked IS NULL
                    """)
                .bind("room", room)
                .bind("agentName", agentName)
                .mapTo(StoredState.class)
                .findOne()
                .map(StoredState::read);
    }

    /**
     * Ends the watch on earlier dispatches of a room and agent name: a new one removes whoever is not its own agent.
     */
    static void unwatch(Tx tx, String room, String agentName) {
        tx.update("""
                    UPDATE dispatches SET watched = false
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName AND watched
                    """).bind("room", room).bind("agentName", agentName).execute();
    }

    /** Unfinished dispatches of a room and agent name. */
    static List<DispatchId> unfinished(Tx tx, String room, String agentName) {
        return tx.query("""
                    SELECT dispatch_id FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND status NOT IN ('completed', 'failed')
                    """)
                .bind("room", room)
                .bind("agentName", agentName)
                .mapTo(DispatchId.class)
                .list();
    }

    /** When the last dispatch of that room and agent name ended. */
    static @Nullable Instant earlierEndedAt(Tx tx, String room, String agentName) {
        return tx.query("""
                    SELECT ended_at FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName AND ended_at IS NOT NULL
                     ORDER BY ended_at DESC
                     LIMIT 1
                    """)
                .bind("room", room)
                .bind("agentName", agentName)
                .mapTo(Instant.class)
                .findOne()
                .orElse(null);
    }

    static Optional<Dispatch> find(Tx tx, DispatchId id) {
        return tx.query(SELECT_STATE + """
                     WHERE tenant_id = :tenant AND dispatch_id = :id
                    """)
                .bind("id", id)
                .mapTo(StoredState.class)
                .findOne()
                .map(StoredState::read);
    }

    /** The dispatches of a call that this version can read, oldest first. */
    static List<Dispatch> ofCall(Tx tx, String callId) {
        return tx.query(SELECT_STATE + """
                     WHERE tenant_id = :tenant AND call_id = :callId
                     ORDER BY dispatch_id
                    """).bind("callId", callId).mapTo(StoredState.class).list().stream()
                .flatMap(row -> row.ifReadable().stream())
                .toList();
    }

    /** The ids of a call's unfinished dispatches. */
    static List<DispatchId> unfinishedOfCall(Tx tx, String callId) {
        return tx.query("""
                    SELECT dispatch_id FROM dispatches
                     WHERE tenant_id = :tenant AND call_id = :callId AND status NOT IN ('completed', 'failed')
                     ORDER BY dispatch_id
                    """).bind("callId", callId).mapTo(DispatchId.class).list();
    }

    static boolean uses(Tx tx, long credentialVersion) {
        return tx.query("""
                    SELECT EXISTS (SELECT FROM dispatches
                                    WHERE tenant_id = :tenant AND status NOT IN ('completed', 'failed')
                                      AND credential_version = :version)
                    """)
                .bind("version", credentialVersion)
                .mapTo(Boolean.class)
                .one();
    }

    /** The agents that have joined under an identity that is not LiveKit's. */
    static Set<Dispatches.NamedAgent> namedAgents(Tx tx) {
        return tx.query("""
                    SELECT room, agent_identity FROM dispatches
                     WHERE tenant_id = :tenant AND status NOT IN ('completed', 'failed')
                       AND agent_identity NOT LIKE 'agent-%'
                    """)
                .map((rs, ctx) -> new Dispatches.NamedAgent(rs.getString("room"), rs.getString("agent_identity")))
                .collectIntoSet();
    }

    /** Newest first; omits those that this version cannot read. */
    static Page<Dispatch> list(Tx tx, Page.Request page, @Nullable String status) {
        List<StoredState> rows = tx.query(SELECT_STATE + """
                     WHERE tenant_id = :tenant
                       AND (:after::text IS NULL OR dispatch_id < :after)
                       AND (:status::text IS NULL OR status = :status)
                     ORDER BY dispatch_id DESC
                     LIMIT :limit
                    """)
                .bind("after", page.after())
                .bind("status", status)
                .bind("limit", page.limit() + 1)
                .mapTo(StoredState.class)
                .list();
        return Page.of(rows, page.limit(), StoredState::dispatchId).mapPresent(StoredState::ifReadable);
    }

    /** Asks its driver to end it; the first reason stays. True if it was live. */
    static boolean ask(Tx tx, DispatchId id, EndReason reason, Instant now) {
        return tx.update("""
                            UPDATE dispatches SET asked = coalesce(asked, :reason), next_at = least(next_at, :now)
                             WHERE tenant_id = :tenant AND dispatch_id = :id
                               AND status NOT IN ('completed', 'failed')
                            """)
                        .bind("id", id)
                        .bind("reason", reason.name())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM dispatch_receipts WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM dispatches WHERE tenant_id = :tenant").execute();
    }

    static @Nullable EndReason reason(@Nullable String name) {
        return name == null ? null : StoredWord.read(EndReason.class, EndReason::name, name.toUpperCase(Locale.ROOT));
    }
}
