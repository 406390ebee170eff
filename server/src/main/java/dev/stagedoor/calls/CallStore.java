// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code calls}. */
final class CallStore {
    private static final Logger LOG = LoggerFactory.getLogger(CallStore.class);

    private static final String COLUMNS = """
        call_id, agent_slug, mode, user_id, room, session_id, conversation_id, credential_version, reserved_seconds,
        created_at, must_end_at, ended_at, end_reason, closes_room""";

    private static final String OF_CALLS = COLUMNS.replace("call_id", "calls.call_id");

    /** Calls that are not done with: in progress, or ended with a room that is still to be closed. */
    private static final String OPEN = "ended_at IS NULL OR closes_room";

    /** Where the job finds calls to check. */
    static final DueTable DUE = new DueTable("calls", "call_id", "next_at", OPEN);

    /** Where calls are found that are done with, by when they ended. */
    static final DueTable OVER =
            new DueTable("calls", "call_id", "ended_at", "ended_at IS NOT NULL AND NOT closes_room");

    private CallStore() {}

    /** A row, as it is stored. */
    record StoredCall(
            @ColumnName("call_id") CallId id,
            @ColumnName("agent_slug") String agentSlug,
            @ColumnName("mode") String mode,
            @ColumnName("user_id") String userId,
            @ColumnName("room") String room,
            @ColumnName("session_id") @Nullable String sessionId,
            @ColumnName("conversation_id") @Nullable String conversationId,
            @ColumnName("credential_version") long credentialVersion,
            @ColumnName("reserved_seconds") long reservedSeconds,
            @ColumnName("created_at") Instant createdAt,
            @ColumnName("must_end_at") Instant mustEndAt,
            @ColumnName("ended_at") @Nullable Instant endedAt,
            @ColumnName("end_reason") @Nullable String endReason,
            @ColumnName("closes_room") boolean closesRoom) {

        Call call() {
            return new Call(
                    id,
                    agentSlug,
                    StoredWord.read(Call.Mode.class, Call.Mode::stored, mode),
                    new Call.User(userId, sessionId, conversationId),
                    new Call.Room(room, credentialVersion),
                    new Call.Limits(createdAt, Duration.ofSeconds(reservedSeconds), mustEndAt),
                    ending());
        }

        private Call.@Nullable Ending ending() {
            return endedAt == null || endReason == null
                    ? null
                    : new Call.Ending(endedAt, StoredWord.read(CallEnd.class, CallEnd::stored, endReason), closesRoom);
        }

        Optional<Call> ifReadable() {
            return UnreadableStored.orSkip(LOG, id, this::call);
        }
    }

    static void insert(Tx tx, Call call, Instant nextAt) {
        tx.later("""
            INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, session_id, conversation_id,
                               credential_version, reserved_seconds, created_at, must_end_at, next_at)
            VALUES (:tenant, :id, :agent, :mode, :user, :room, :session, :conversation,
                    :version, :reserved, :created, :mustEnd, :next)
            """)
                .bind("id", call.id())
                .bind("agent", call.agentSlug())
                .bind("mode", call.mode().stored())
                .bind("user", call.user().id())
                .bind("room", call.room().name())
                .bind("session", call.user().sessionId())
                .bind("conversation", call.user().conversationId())
                .bind("version", call.room().credentialVersion())
                .bind("reserved", call.limits().reserved().toSeconds())
                .bind("created", call.limits().createdAt())
                .bind("mustEnd", call.limits().mustEndAt())
                .bind("next", nextAt)
                .send();
    }

    /**
     * The call of that id.
     *
     * @throws UnreadableStored if this version cannot read it
     */
    static Optional<Call> find(Tx tx, CallId id) {
        return tx.query("SELECT " + COLUMNS + " FROM calls WHERE tenant_id = :tenant AND call_id = :id")
                .bind("id", id)
                .mapTo(StoredCall.class)
                .findOne()
                .map(StoredCall::call);
    }

    /** Those that match, newest first; omits calls that this version cannot read. */
    static Page<Call> list(Tx tx, CallFilter filter, Page.Request page) {
        Map<String, Object> bound = new HashMap<>();
        String where = matching(filter, page, bound);
        List<StoredCall> rows = tx.query("SELECT " + COLUMNS + " FROM calls WHERE tenant_id = :tenant" + where
                        + " ORDER BY call_id DESC LIMIT :limit")
                .bindMap(bound)
                .bind("limit", page.limit() + 1)
                .mapTo(StoredCall.class)
                .list();
        return Page.of(rows, page.limit(), row -> row.id().value()).mapPresent(StoredCall::ifReadable);
    }

    /** Only the conditions that are asked for, so that each combination has a plan of its own. */
    private static String matching(CallFilter filter, Page.Request page, Map<String, Object> bound) {
        StringBuilder where = new StringBuilder();
        if (filter.open() != null) {
            where.append(filter.open() ? " AND ended_at IS NULL" : " AND ended_at IS NOT NULL");
        }
        and(where, bound, "call_id < :after", page.after());
        and(where, bound, "agent_slug = :agent", filter.agentSlug());
        and(where, bound, "user_id = :user", filter.userId());
        and(where, bound, "room = :room", filter.room());
        and(where, bound, "created_at >= :from", filter.from());
        and(where, bound, "created_at < :to", filter.to());
        return where.toString();
    }

    private static void and(StringBuilder where, Map<String, Object> bound, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            bound.put(condition.substring(condition.indexOf(':') + 1), value);
        }
    }

    /** Marks it ended; false if it already was, so that it is settled only once. */
    static boolean end(Tx tx, CallId id, Call.Ending ending, Instant nextAt) {
        return tx.update("""
            UPDATE calls SET ended_at = :now, end_reason = :why, closes_room = :closesRoom, next_at = :next
             WHERE tenant_id = :tenant AND call_id = :id AND ended_at IS NULL
            """)
                        .bind("id", id)
                        .bind("why", ending.why().stored())
                        .bind("now", ending.at())
                        .bind("closesRoom", ending.closesRoom())
                        .bind("next", nextAt)
                        .execute()
                == 1;
    }

    /** It is reserved, and begins when somebody enters; it ends by itself only a while after that is no longer possible. */
    static void await(Tx tx, CallId id, Instant until) {
        tx.update("""
            UPDATE calls SET must_end_at = greatest(must_end_at, :until), next_at = greatest(next_at, :until)
             WHERE tenant_id = :tenant AND call_id = :id AND ended_at IS NULL
            """)
                .bind("id", id)
                .bind("until", until.plus(Reservation.GIVEN_UP))
                .execute();
    }

    /** A reserved call begins: its time counts from now. */
    static void start(Tx tx, CallId id, Call.Limits limits, Instant nextAt) {
        tx.update("""
            UPDATE calls SET created_at = :now, must_end_at = :mustEnd, next_at = :next
             WHERE tenant_id = :tenant AND call_id = :id AND ended_at IS NULL
            """)
                .bind("id", id)
                .bind("now", limits.createdAt())
                .bind("mustEnd", limits.mustEndAt())
                .bind("next", nextAt)
                .execute();
    }

    /** Deletes some that are done with and ended before that time; returns which. */
    static List<CallId> forget(Tx tx, Instant before, int most) {
        return tx.query("""
            DELETE FROM calls
             WHERE tenant_id = :tenant AND call_id IN (
                   SELECT call_id FROM calls
                    WHERE tenant_id = :tenant AND ended_at IS NOT NULL AND NOT closes_room AND ended_at < :before
                    ORDER BY ended_at LIMIT :most)
            RETURNING call_id
            """)
                .bind("before", before)
                .bind("most", most)
                .mapTo(CallId.class)
                .list();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM calls WHERE tenant_id = :tenant").execute();
    }

    /** Nothing is left to be done for the ended call. */
    static int roomClosed(Tx tx, CallId id) {
        return tx.update("UPDATE calls SET closes_room = false WHERE tenant_id = :tenant AND call_id = :id")
                .bind("id", id)
                .execute();
    }

    /** Another open call in a room. */
    record Other(String userId, long credentialVersion) {}

    /** The other open calls in the call's room. */
    static List<Other> othersInRoom(Tx tx, Call call) {
        return tx.query("""
            SELECT user_id, credential_version FROM calls
             WHERE tenant_id = :tenant AND room = :room AND ended_at IS NULL AND call_id <> :id
            """)
                .bind("room", call.room().name())
                .bind("id", call.id())
                .mapTo(Other.class)
                .list();
    }

    /** Which of these rooms have, or had, a call. */
    static Set<String> roomsOfCalls(Tx tx, Collection<String> rooms) {
        return tx.query("SELECT room FROM calls WHERE tenant_id = :tenant AND room = ANY (:rooms)")
                .bindArray("rooms", String.class, rooms.toArray())
                .mapTo(String.class)
                .set();
    }

    /** The version of the credential of the room's first open call that is not over. */
    static Optional<Long> versionIn(Tx tx, String room, Instant now) {
        return tx.query("""
            SELECT credential_version FROM calls
             WHERE tenant_id = :tenant AND room = :room AND ended_at IS NULL AND must_end_at > :now
             ORDER BY call_id
             LIMIT 1
            """)
                .bind("room", room)
                .bind("now", now)
                .mapTo(Long.class)
                .findOne();
    }

    /** The open calls of that version of the credential are over, and due to be ended. */
    static void revoked(Tx tx, long credentialVersion, Instant now) {
        tx.update("""
            UPDATE calls SET must_end_at = least(must_end_at, :now), next_at = least(next_at, :now)
             WHERE tenant_id = :tenant AND credential_version = :version AND ended_at IS NULL
            """).bind("version", credentialVersion).bind("now", now).execute();
    }

    /** Something happened in these rooms: their calls are due. */
    static int hint(Tx tx, Collection<String> rooms, Instant now) {
        return tx.update("""
            UPDATE calls SET next_at = :now
             WHERE tenant_id = :tenant AND room = ANY (:rooms) AND (%s) AND next_at > :now
            """.formatted(OPEN))
                .bindArray("rooms", String.class, rooms.toArray())
                .bind("now", now)
                .execute();
    }

    /** Tries again to close rooms that no credential opened. */
    static void lookAgain(Tx tx, Instant now) {
        tx.update("UPDATE calls SET next_at = least(next_at, :now) WHERE tenant_id = :tenant AND closes_room")
                .bind("now", now)
                .execute();
    }

    static int postpone(Tx tx, CallId id, Instant nextAt) {
        return tx.update("UPDATE calls SET next_at = :next WHERE tenant_id = :tenant AND call_id = :id")
                .bind("id", id)
                .bind("next", nextAt)
                .execute();
    }

    /** Whether a call that is not done with names that version of the LiveKit credential. */
    static boolean uses(Tx tx, long credentialVersion) {
        return tx.query("""
            SELECT EXISTS (SELECT FROM calls
                            WHERE tenant_id = :tenant AND (%s) AND credential_version = :version)
            """.formatted(OPEN))
                .bind("version", credentialVersion)
                .mapTo(Boolean.class)
                .one();
    }

    /** How many calls that are not done with name that version, and when the last of them must have ended. */
    static Kind.Standing standing(Tx tx, long credentialVersion) {
        return tx.query("""
            SELECT count(*) AS calls, max(must_end_at) AS until FROM calls
             WHERE tenant_id = :tenant AND (%s) AND credential_version = :version
            """.formatted(OPEN))
                .bind("version", credentialVersion)
                .mapTo(Kind.Standing.class)
                .one();
    }

    /** The tenants with calls to check, as the role that can read only that: all of a tenant's are one row of work. */
    static DueSource due(Database database) {
        DueSource each = DueSource.of(DUE, database);
        return new DueSource() {
            @Override
            public List<DueRows.Row> round(Instant now, Set<TenantId> except, int most) {
                return each.round(now, except, most).stream()
                        .map(DueRows.Row::tenant)
                        .distinct()
                        .map(tenant -> new DueRows.Row(tenant, "calls"))
                        .toList();
            }

            @Override
            public Backlog backlog(Instant now) {
                return each.backlog(now);
            }
        };
    }

    /**
     * Claims the checks that are due for this node: moves their time. It does not wait for the disk: a check that a crash
     * forgets is made again. Omits calls that this version cannot read.
     */
    static List<Call> take(Tx tx, Instant now, Instant nextAt, int limit) {
        List<StoredCall> taken = tx.query("""
            WITH relaxed AS (SELECT set_config('synchronous_commit', 'off', true) AS waiting),
            due AS (SELECT call_id FROM calls
                     WHERE tenant_id = :tenant AND (%s) AND next_at <= :now
                     ORDER BY next_at LIMIT :limit
                       FOR NO KEY UPDATE SKIP LOCKED)
            UPDATE calls SET next_at = :next FROM relaxed, due
             WHERE relaxed.waiting = 'off' AND calls.tenant_id = :tenant AND calls.call_id = due.call_id
            RETURNING %s
            """.formatted(OPEN, OF_CALLS))
                .bind("now", now)
                .bind("next", nextAt)
                .bind("limit", limit)
                .mapTo(StoredCall.class)
                .list();
        return taken.stream().flatMap(row -> row.ifReadable().stream()).toList();
    }
}
