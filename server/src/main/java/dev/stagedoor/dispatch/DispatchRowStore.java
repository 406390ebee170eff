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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code dispatches}. */
final class DispatchRowStore {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchRowStore.class);

    private DispatchRowStore() {}

    /** Selects what makes a {@link StoredState}. */
    private static final String SELECT_STATE =
            "SELECT dispatch_id, state, state_version, join_seconds, unserved, watched, heard_at,"
                    + " replace_failed, replace_unclear FROM dispatches\n";

    private record StoredState(
            String dispatchId,
            String state,
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched,
            @Nullable Instant heardAt,
            boolean replaceFailed,
            boolean replaceUnclear) {
        Dispatch read() {
            return StoredDispatch.read(
                    state,
                    new StoredDispatch.Columns(
                            stateVersion, joinSeconds, unserved, watched, heardAt, replaceFailed, replaceUnclear));
        }

        Optional<Dispatch> ifReadable() {
            return UnreadableStored.orSkip(LOG, dispatchId, this::read);
        }
    }

    /**
     * Inserts a dispatch with fence 1; the inserting node holds it until {@code leaseUntil}. It is not leased before
     * those it waits for have ended, unless to end it.
     */
    static void insert(Tx tx, Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        DispatchSpec spec = dispatch.spec();
        tx.later("""
                    INSERT INTO dispatches (tenant_id, dispatch_id, room, agent_name, call_id, status, state,
                                            state_version, join_seconds, waits_for, next_at, lease_until, fence,
                                            created_at, replace_failed, replace_unclear)
                    VALUES (:tenant, :id, :room, :agentName, :callId, :status, :state::jsonb,
                            :version, :joinSeconds, :waitsFor, :createdAt, :leaseUntil, 1, :createdAt, :replaceFailed, :replaceUnclear)
                    """)
                .bind("id", dispatch.id())
                .bind("room", spec.room())
                .bind("agentName", spec.agentName())
                .bind("callId", spec.callId())
                .bind("status", dispatch.status().wire())
                .bind("state", StoredDispatch.over("{}", dispatch))
                .bind("version", StoredDispatch.versionOf(dispatch))
                .bind("joinSeconds", spec.schedule().joinTimeout().toSeconds())
                .bindTexts("waitsFor", waitsFor.stream().map(DispatchId::value).toList())
                .bind("createdAt", spec.schedule().createdAt())
                .bind("leaseUntil", leaseUntil)
                .bind("replaceFailed", spec.whenLost().replaceFailed())
                .bind("replaceUnclear", spec.whenLost().replaceUnclear())
                .send();
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
     * Ends the watch on earlier dispatches of a room, agent name and credential: a new one removes whoever is not its own
     * agent.
     */
    static void unwatch(Tx tx, DispatchSpec newer) {
        tx.update("""
                    UPDATE dispatches SET watched = false
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND credential_version = :version AND watched
                    """)
                .bind("room", newer.room())
                .bind("agentName", newer.agentName())
                .bind("version", newer.credentialVersion())
                .execute();
    }

    /** An unfinished dispatch. */
    record Unfinished(DispatchId dispatchId, long credentialVersion) {}

    /** Unfinished dispatches of a room and agent name. */
    static List<Unfinished> unfinished(Tx tx, String room, String agentName) {
        return tx.query("""
                    SELECT dispatch_id, credential_version FROM dispatches
                     WHERE tenant_id = :tenant AND room = :room AND agent_name = :agentName
                       AND status NOT IN ('completed', 'failed')
                    """)
                .bind("room", room)
                .bind("agentName", agentName)
                .mapTo(Unfinished.class)
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

    /** Asks the drivers of all live dispatches of that version of the credential to end them; a first reason stays. */
    static void askAll(Tx tx, long credentialVersion, EndReason reason, Instant now) {
        tx.update("""
                    UPDATE dispatches SET asked = coalesce(asked, :reason), next_at = least(next_at, :now)
                     WHERE tenant_id = :tenant AND credential_version = :version
                       AND status NOT IN ('completed', 'failed')
                    """)
                .bind("version", credentialVersion)
                .bind("reason", reason.name())
                .bind("now", now)
                .execute();
    }

    /** Asks the driver of the dispatch whose agent that is to end it; a first reason stays. */
    static void askOfAgent(Tx tx, String room, String identity, EndReason reason, Instant now) {
        tx.update("""
                    UPDATE dispatches SET asked = coalesce(asked, :reason), next_at = least(next_at, :now)
                     WHERE tenant_id = :tenant AND room = :room AND agent_identity = :identity
                       AND status NOT IN ('completed', 'failed')
                    """)
                .bind("room", room)
                .bind("identity", identity)
                .bind("reason", reason.name())
                .bind("now", now)
                .execute();
    }

    /** Makes what may have been left behind in rooms due again. */
    static void lookAgain(Tx tx, Instant now) {
        tx.update("""
                    UPDATE dispatches SET next_at = least(next_at, :now)
                     WHERE tenant_id = :tenant AND (status = 'ending' OR watched)
                    """).bind("now", now).execute();
    }

    /** Deletes some that ended before that time and are not watched any more, with their receipts; returns how many. */
    static int forget(Tx tx, Instant before, int most) {
        List<DispatchId> gone = tx.query("""
                    DELETE FROM dispatches
                     WHERE tenant_id = :tenant AND dispatch_id IN (
                           SELECT dispatch_id FROM dispatches
                            WHERE tenant_id = :tenant AND status IN ('completed', 'failed') AND NOT watched
                              AND ended_at < :before
                            ORDER BY ended_at LIMIT :most)
                    RETURNING dispatch_id
                    """)
                .bind("before", before)
                .bind("most", most)
                .mapTo(DispatchId.class)
                .list();
        ReceiptStore.delete(tx, gone);
        return gone.size();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM dispatch_receipts WHERE tenant_id = :tenant").execute();
        tx.update("DELETE FROM dispatches WHERE tenant_id = :tenant").execute();
    }

    static @Nullable EndReason reason(@Nullable String name) {
        return name == null ? null : StoredWord.read(EndReason.class, EndReason::name, name.toUpperCase(Locale.ROOT));
    }
}
