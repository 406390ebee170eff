// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import dev.stagedoor.livekit.api.Room;
import java.time.Duration;

/**
 * What ListRooms tells of a room. What its people say of it is left out: that is no reason to look.
 *
 * @param sid        of this instance of the room; "" if there is none
 * @param people     who are no agents, up to {@link #LATE} ago
 * @param publishers agents among them, up to {@link #LATE} ago
 */
public record Glance(String sid, int people, int publishers) {
    /** LiveKit counts late (measured: a join shows after 3.8 to 4.3 s). */
    public static final Duration LATE = Duration.ofSeconds(5);

    /** No such room. */
    public static final Glance ABSENT = new Glance("", 0, 0);

    /** Of a room that is listed. */
    public static Glance of(Room room) {
        return new Glance(room.sid(), room.numParticipants(), room.numPublishers());
    }
}
