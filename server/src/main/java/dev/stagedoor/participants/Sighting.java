// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import dev.stagedoor.kernel.PlainText;
import dev.stagedoor.livekit.api.Participant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who was in a room when it was looked at.
 *
 * @param room    its name on the wire
 * @param roomSid of this instance of the room; "" if there was no such room
 * @param inside  everybody who was connected
 * @param at      when the question was sent: whoever joined later need not be in the answer
 */
public record Sighting(String room, String roomSid, List<Someone> inside, Instant at) {
    private static final Duration A_DAY = Duration.ofDays(1);

    /** Somebody who is in the room, and since when. */
    public record Someone(String sid, String identity, String kind, Instant joinedAt) {}

    public Sighting {
        inside = List.copyOf(inside);
    }

    /** What the answer of ListParticipants says; those who are still connecting are not there yet. */
    public static Sighting of(String room, String roomSid, List<Participant> listed, Instant at) {
        return new Sighting(
                room, roomSid, listed.stream().flatMap(one -> someone(one, at)).toList(), at);
    }

    /** There is no room of that name. */
    public static Sighting absent(String room, Instant at) {
        return new Sighting(room, "", List.of(), at);
    }

    /** The ids of the connections that were there. */
    Set<String> sids() {
        return inside.stream().map(Someone::sid).collect(Collectors.toSet());
    }

    private static Stream<Someone> someone(Participant one, Instant at) {
        boolean connected = one.state() == Participant.State.ACTIVE;
        if (!connected || !PlainText.isStorable(one.identity()) || !PlainText.isStorable(one.sid())) {
            return Stream.empty();
        }
        Instant joined = one.joinedAtMs() > 0
                ? Instant.ofEpochMilli(one.joinedAtMs())
                : one.joinedAt() > 0 ? Instant.ofEpochSecond(one.joinedAt()) : at;
        return Stream.of(new Someone(
                one.sid(), one.identity(), one.kind().name().toLowerCase(Locale.ROOT), plausible(joined, at)));
    }

    /** What a server says of a time, unless that is later than any clock can be wrong: no row is of a distant future. */
    static Instant plausible(Instant said, Instant now) {
        return said.isAfter(now.plus(A_DAY)) ? now : said;
    }
}
