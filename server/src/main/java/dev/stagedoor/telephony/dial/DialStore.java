// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dial;

import dev.stagedoor.api.calls.PhoneState;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.StoredWord;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.numbers.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code phone_dials}. */
final class DialStore {
    /** Where the job finds calls out to look at. */
    static final DueTable DUE = new DueTable("phone_dials", "call_id", "look_at", "closing");

    private static final String COLUMNS = """
        call_id, agent_slug, from_number, to_number, country, room, trunk_id, rings_seconds, longest_seconds, state,
        sip_status, closing, created_at, sent_at, answered_at, ended_at""";

    private static final String LIVE = "state IN ('DIALING', 'RINGING', 'ANSWERED')";

    private DialStore() {}

    /** A row of it. */
    record StoredDial(
            CallId callId,
            String agentSlug,
            String fromNumber,
            String toNumber,
            String country,
            String room,
            String trunkId,
            long ringsSeconds,
            long longestSeconds,
            String state,
            @Nullable Integer sipStatus,
            boolean closing,
            Instant createdAt,
            @Nullable Instant sentAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt) {
        Dial dial() {
            return new Dial(
                    callId,
                    agentSlug,
                    new Dial.Leg(
                            fromNumber,
                            toNumber,
                            country,
                            room,
                            trunkId,
                            Duration.ofSeconds(ringsSeconds),
                            Duration.ofSeconds(longestSeconds)),
                    new Dial.Progress(StoredWord.read(PhoneState.class, PhoneState::name, state), sipStatus, closing),
                    new Dial.Times(createdAt, sentAt, answeredAt, endedAt));
        }
    }

    static void insert(Tx tx, Dial dial, Destination to, Instant lookAt) {
        tx.update("""
                INSERT INTO phone_dials (tenant_id, call_id, agent_slug, from_number, to_number, prefix, country, room,
                                         trunk_id, rings_seconds, longest_seconds, state, closing, created_at, look_at)
                VALUES (:tenant, :call, :agent, :from, :to, :prefix, :country, :room,
                        :trunk, :rings, :longest, :state, true, :now, :lookAt)
                """)
                .bind("call", dial.call())
                .bind("agent", dial.agentSlug())
                .bind("from", dial.leg().from())
                .bind("to", to.number())
                .bind("prefix", to.prefix())
                .bind("country", to.country())
                .bind("room", dial.leg().room())
                .bind("trunk", dial.leg().trunkId())
                .bind("rings", dial.leg().rings().toSeconds())
                .bind("longest", dial.leg().longest().toSeconds())
                .bind("state", dial.progress().state().name())
                .bind("now", dial.times().createdAt())
                .bind("lookAt", lookAt)
                .execute();
    }

    static Optional<Dial> find(Tx tx, CallId call) {
        return tx.query("SELECT " + COLUMNS + " FROM phone_dials WHERE tenant_id = :tenant AND call_id = :call")
                .bind("call", call)
                .mapTo(StoredDial.class)
                .findOne()
                .map(StoredDial::dial);
    }

    static List<Dial> ofCalls(Tx tx, Set<CallId> calls) {
        return tx.query("SELECT " + COLUMNS + " FROM phone_dials WHERE tenant_id = :tenant AND call_id = ANY (:calls)")
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .mapTo(StoredDial.class)
                .map(StoredDial::dial)
                .list();
    }

    /** The last call of that agent to that number that began after then. */
    static Optional<Dial> recent(Tx tx, String agent, String to, Instant since) {
        return tx.query("SELECT " + COLUMNS + """
                          FROM phone_dials
                         WHERE tenant_id = :tenant AND to_number = :to AND agent_slug = :agent AND created_at > :since
                         ORDER BY created_at DESC LIMIT 1
                        """)
                .bind("to", to)
                .bind("agent", agent)
                .bind("since", since)
                .mapTo(StoredDial.class)
                .findOne()
                .map(StoredDial::dial);
    }

    /** Those that match, newest first. */
    static Page<Dial> list(Tx tx, DialFilter filter, Page.Request page) {
        Map<String, Object> bound = new HashMap<>();
        StringBuilder where = new StringBuilder();
        and(where, bound, "call_id < :after", page.after());
        and(
                where,
                bound,
                "state = :state",
                filter.state() == null ? null : filter.state().name());
        and(where, bound, "agent_slug = :agent", filter.agentSlug());
        and(where, bound, "to_number = :to", filter.to());
        and(where, bound, "created_at >= :from", filter.from());
        and(where, bound, "created_at < :till", filter.till());
        List<Dial> rows = tx.query("SELECT " + COLUMNS + " FROM phone_dials WHERE tenant_id = :tenant" + where
                        + " ORDER BY call_id DESC LIMIT :limit")
                .bindMap(bound)
                .bind("limit", page.limit() + 1)
                .mapTo(StoredDial.class)
                .map(StoredDial::dial)
                .list();
        return Page.of(rows, page.limit(), dial -> dial.call().value());
    }

    private static void and(StringBuilder where, Map<String, Object> bound, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            bound.put(condition.substring(condition.indexOf(':') + 1), value);
        }
    }

    /** How many are in progress. */
    static long open(Tx tx) {
        return tx.query("SELECT count(*) FROM phone_dials WHERE tenant_id = :tenant AND " + LIVE)
                .mapTo(Long.class)
                .one();
    }

    /** How many calls out there were, transfers among them. */
    record Counted(long inHour, long inDay, long toDestination, long toPrefix) {}

    static Counted count(Tx tx, Destination to, Instant hour, Instant day) {
        return tx.query("""
                        SELECT count(*) FILTER (WHERE created_at > :hour) AS in_hour,
                               count(*) AS in_day,
                               count(*) FILTER (WHERE created_at > :hour AND to_number = :to) AS to_destination,
                               count(*) FILTER (WHERE created_at > :hour AND prefix = :prefix) AS to_prefix
                          FROM (SELECT created_at, to_number, prefix FROM phone_dials
                                 WHERE tenant_id = :tenant AND created_at > :day
                                 UNION ALL
                                SELECT created_at, to_number, prefix FROM phone_transfers
                                 WHERE tenant_id = :tenant AND created_at > :day) AS calls
                        """)
                .bind("to", to.number())
                .bind("prefix", to.prefix())
                .bind("hour", hour)
                .bind("day", day)
                .mapTo(Counted.class)
                .one();
    }

    /** From now on it may ring: true for one node only, once. */
    static boolean send(Tx tx, CallId call, Instant now, Instant lookAt) {
        return tx.update("""
                UPDATE phone_dials SET sent_at = :now, look_at = :lookAt
                 WHERE tenant_id = :tenant AND call_id = :call AND sent_at IS NULL AND state = 'DIALING'
                """)
                        .bind("call", call)
                        .bind("now", now)
                        .bind("lookAt", lookAt)
                        .execute()
                == 1;
    }

    /** What is known of it now, unless more is known already: a call that was answered does not ring again. */
    static int advance(Tx tx, CallId call, Dial.Progress progress, Instant now) {
        String before = switch (progress.state()) {
            case DIALING -> "false";
            case RINGING -> "state = 'DIALING'";
            case ANSWERED, BUSY, NO_ANSWER, FAILED -> "state IN ('DIALING', 'RINGING')";
            case ENDED -> LIVE;
        };
        return tx.update("""
                UPDATE phone_dials
                   SET state = :state, sip_status = :sipStatus, look_at = :now,
                       answered_at = CASE WHEN :state = 'ANSWERED' THEN :now ELSE answered_at END,
                       ended_at = CASE WHEN :over THEN :now ELSE ended_at END
                 WHERE tenant_id = :tenant AND call_id = :call AND\s""" + before)
                .bind("call", call)
                .bind("state", progress.state().name())
                .bind("sipStatus", progress.sipStatus())
                .bind("over", progress.isOver())
                .bind("now", now)
                .execute();
    }

    /** Somebody answered just when it was ended. */
    static int answeredLate(Tx tx, CallId call, Instant now) {
        return tx.update("""
                UPDATE phone_dials SET answered_at = :now, ended_at = greatest(ended_at, :now)
                 WHERE tenant_id = :tenant AND call_id = :call AND state = 'ENDED' AND answered_at IS NULL
                """).bind("call", call).bind("now", now).execute();
    }

    /** Nothing is left to be done for it. */
    static int closed(Tx tx, CallId call) {
        return tx.update("UPDATE phone_dials SET closing = false WHERE tenant_id = :tenant AND call_id = :call")
                .bind("call", call)
                .execute();
    }

    /** Claims the look for this node, if it is still due. */
    static boolean take(Tx tx, CallId call, Instant now, Instant again) {
        return tx.update("""
                UPDATE phone_dials SET look_at = :again
                 WHERE tenant_id = :tenant AND call_id = :call AND closing AND look_at <= :now
                """)
                        .bind("call", call)
                        .bind("now", now)
                        .bind("again", again)
                        .execute()
                == 1;
    }

    /** Looks again then. */
    static int lookAt(Tx tx, CallId call, Instant at) {
        return tx.update("UPDATE phone_dials SET look_at = :at WHERE tenant_id = :tenant AND call_id = :call")
                .bind("call", call)
                .bind("at", at)
                .execute();
    }

    static void delete(Tx tx, Collection<CallId> calls) {
        tx.update("DELETE FROM phone_dials WHERE tenant_id = :tenant AND call_id = ANY (:calls)")
                .bindArray(
                        "calls", String.class, calls.stream().map(CallId::value).toArray())
                .execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM phone_dials WHERE tenant_id = :tenant").execute();
    }
}
