// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.reflect.ColumnName;
import org.jspecify.annotations.Nullable;

/** The table {@code participants}. */
final class ParticipantStore {
    /** Of one call: a server that tells of more is not believed. */
    private static final int MOST_OF_A_CALL = 2_000;

    private static final String SELECT = """
        SELECT room, room_sid, participant_sid, identity, kind, joined_at, left_at, reason FROM participants
         WHERE tenant_id = :tenant AND\s""";

    /** Where they are found by when they came. */
    static final DueTable BY_TIME = new DueTable("participants", "participant_sid", "joined_at", "TRUE");

    private ParticipantStore() {}

    /** A row, as it is stored. */
    record StoredParticipant(
            @ColumnName("room") String room,
            @ColumnName("room_sid") String roomSid,
            @ColumnName("participant_sid") String sid,
            @ColumnName("identity") String identity,
            @ColumnName("kind") String kind,
            @ColumnName("joined_at") Instant joinedAt,
            @ColumnName("left_at") @Nullable Instant leftAt,
            @ColumnName("reason") String reason) {
        Participation participation() {
            return new Participation(roomSid, sid, identity, kind, joinedAt, leftAt, reason);
        }
    }

    /**
     * They are, or were, in the room: stored if a call was open there lately. When they left stays as it is, unless only a look
     * had missed them before.
     *
     * @param lately calls that ended before that are none of these
     */
    static int seen(Tx tx, Sighting sighting, Instant lately) {
        List<Sighting.Someone> believed = believed(sighting);
        return tx.update("""
            INSERT INTO participants (tenant_id, room_sid, participant_sid, room, call_id, agent_slug, identity, kind,
                                      joined_at, seen_at)
            SELECT :tenant, :roomSid, p.sid, :room, c.call_id, c.agent_slug, p.identity, p.kind, p.joined_at,
                   GREATEST(p.joined_at, :at::timestamptz)
              FROM unnest(:sids, :identities, :kinds, :joined::timestamptz[]) AS p (sid, identity, kind, joined_at)
             CROSS JOIN (SELECT call_id, agent_slug FROM calls
                          WHERE tenant_id = :tenant AND room = :room AND (ended_at IS NULL OR ended_at > :lately)
                          ORDER BY ended_at DESC NULLS FIRST, call_id DESC LIMIT 1) AS c
             WHERE (SELECT count(*) FROM (SELECT FROM participants
                                           WHERE tenant_id = :tenant AND call_id = c.call_id LIMIT :most) AS n) < :most
            ON CONFLICT (tenant_id, room_sid, participant_sid) DO UPDATE
               SET seen_at = GREATEST(participants.seen_at, EXCLUDED.seen_at),
                   left_at = CASE WHEN participants.left_told OR participants.left_at > EXCLUDED.seen_at
                                  THEN participants.left_at END
            """)
                .bind("roomSid", sighting.roomSid())
                .bind("room", sighting.room())
                .bindArray("sids", String.class, column(believed, Sighting.Someone::sid))
                .bindArray("identities", String.class, column(believed, Sighting.Someone::identity))
                .bindArray("kinds", String.class, column(believed, Sighting.Someone::kind))
                .bindArray(
                        "joined",
                        String.class,
                        column(believed, one -> one.joinedAt().toString()))
                .bind("at", sighting.at())
                .bind("lately", lately)
                .bind("most", MOST_OF_A_CALL)
                .execute();
    }

    /** So many that all rows and events of one look are few; agents before others, as their time is charged. */
    private static List<Sighting.Someone> believed(Sighting sighting) {
        return sighting.inside().stream()
                .sorted(Comparator.comparing(one -> !one.kind().equals("agent")))
                .limit(MOST_OF_A_CALL)
                .toList();
    }

    private static Object[] column(List<Sighting.Someone> people, Function<Sighting.Someone, String> value) {
        return people.stream().map(value).toArray();
    }

    /**
     * Whoever was in the room before the look and was not seen there has left, between the last look and this one: the middle
     * is the best guess.
     *
     * @param before the look before, which need not have been stored
     */
    static int missing(Tx tx, Sighting before, Sighting sighting) {
        return tx.update("""
            UPDATE participants
               SET left_at = GREATEST(joined_at, :at::timestamptz - (:at::timestamptz - GREATEST(seen_at,
                       CASE WHEN participant_sid = ANY (:before) THEN :beforeAt::timestamptz END)) / 2)
             WHERE tenant_id = :tenant AND room = :room AND left_at IS NULL AND seen_at < :at
               AND NOT (room_sid = :roomSid AND participant_sid = ANY (:sids))
            """)
                .bind("room", sighting.room())
                .bind("roomSid", sighting.roomSid())
                .bindArray("sids", String.class, column(sighting.inside(), Sighting.Someone::sid))
                .bind("at", sighting.at())
                .bindArray("before", String.class, column(before.inside(), Sighting.Someone::sid))
                .bind("beforeAt", before.at())
                .execute();
    }

    /** LiveKit says when they left: that counts, whatever looks made of it; the first word of it stays. */
    static int left(Tx tx, String roomSid, String sid, Instant at, String reason) {
        return tx.update("""
            UPDATE participants SET left_at = GREATEST(joined_at, :at::timestamptz), left_told = true, reason = :reason
             WHERE tenant_id = :tenant AND room_sid = :roomSid AND participant_sid = :sid AND NOT left_told
            """)
                .bind("roomSid", roomSid)
                .bind("sid", sid)
                .bind("at", at)
                .bind("reason", reason)
                .execute();
    }

    /** LiveKit says when the room closed: nobody stayed longer. */
    static int closed(Tx tx, String roomSid, Instant at) {
        return tx.update("""
            UPDATE participants SET left_at = GREATEST(joined_at, :at::timestamptz)
             WHERE tenant_id = :tenant AND room_sid = :roomSid AND NOT left_told AND (left_at IS NULL OR left_at > :at)
            """).bind("roomSid", roomSid).bind("at", at).execute();
    }

    /**
     * Somebody of whom something was not told yet.
     *
     * @param told what was told of them before: 0 nothing, 1 that they came
     */
    record Untold(String call, int told, Participation who) {}

    /** What was not told yet of that room, which counts as told now; in the order in which they came. */
    static List<Untold> tell(Tx tx, String room) {
        return tx.query("""
            WITH untold AS (
                SELECT room_sid, participant_sid, told FROM participants
                 WHERE tenant_id = :tenant AND room = :room AND (told = 0 OR (told = 1 AND left_at IS NOT NULL))
                   FOR UPDATE),
            now_told AS (
                UPDATE participants AS p SET told = CASE WHEN p.left_at IS NULL THEN 1 ELSE 2 END
                  FROM untold
                 WHERE p.tenant_id = :tenant AND p.room_sid = untold.room_sid
                   AND p.participant_sid = untold.participant_sid
                RETURNING p.call_id, untold.told, p.room, p.room_sid, p.participant_sid, p.identity, p.kind, p.joined_at,
                          p.left_at, p.reason)
            SELECT * FROM now_told ORDER BY joined_at, participant_sid
            """)
                .bind("room", room)
                .map((row, ctx) -> new Untold(
                        row.getString("call_id"),
                        row.getInt("told"),
                        ctx.findRowMapperFor(StoredParticipant.class)
                                .orElseThrow()
                                .map(row, ctx)
                                .participation()))
                .list();
    }

    /** Who is in these rooms now, by room. */
    static Map<String, List<Participation>> inside(Tx tx, Collection<String> rooms) {
        return tx
                .query(SELECT + "room = ANY (:rooms) AND left_at IS NULL ORDER BY joined_at, participant_sid")
                .bindArray("rooms", String.class, rooms.toArray())
                .mapTo(StoredParticipant.class)
                .stream()
                .collect(Collectors.groupingBy(
                        StoredParticipant::room,
                        Collectors.mapping(StoredParticipant::participation, Collectors.toList())));
    }

    /** Everybody who was in a call's room, in the order in which they came. */
    static List<Participation> ofCall(Tx tx, String callId) {
        return tx
                .query(SELECT + "call_id = :call ORDER BY joined_at, participant_sid")
                .bind("call", callId)
                .mapTo(StoredParticipant.class)
                .stream()
                .map(StoredParticipant::participation)
                .toList();
    }

    /**
     * Seconds of agents in a call's room between two times, each by itself; empty if none was seen there. Who is still seen after a
     * webhook said that they left has not: their time is charged.
     */
    static Optional<Double> agentSeconds(Tx tx, String callId, Instant from, Instant until) {
        return tx.query("""
            SELECT sum(greatest(0, extract(epoch FROM
                       least(CASE WHEN left_at IS NULL THEN :until ELSE greatest(left_at, seen_at) END, :until)
                           - greatest(joined_at, :from))))
              FROM participants WHERE tenant_id = :tenant AND call_id = :call AND kind = 'agent'
            """)
                .bind("call", callId)
                .bind("from", from)
                .bind("until", until)
                .mapTo(Double.class)
                .findOne();
    }

    /** Deletes some of those who left before that time; of whom nobody said so, none stayed for longer than a call can last. */
    static int forget(Tx tx, Instant before, int most) {
        return tx.update("""
            DELETE FROM participants
             WHERE tenant_id = :tenant AND (room_sid, participant_sid) IN (
                   SELECT room_sid, participant_sid FROM participants
                    WHERE tenant_id = :tenant AND joined_at < :before
                      AND coalesce(left_at, seen_at + interval '49 hours') < :before
                    ORDER BY joined_at LIMIT :most)
            """).bind("before", before).bind("most", most).execute();
    }

    static void deleteAll(Tx tx) {
        tx.update("DELETE FROM participants WHERE tenant_id = :tenant").execute();
    }
}
