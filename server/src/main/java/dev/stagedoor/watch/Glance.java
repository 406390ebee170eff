// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import dev.stagedoor.livekit.api.Room;

/**
 * What ListRooms tells of a room. What its people say of it is left out: that is no reason to look.
 *
 * @param sid        of this instance of the room; "" if there is none
 * @param people     who are no agents
 * @param publishers agents among them; up to 5 s late
 */
public record Glance(String sid, int people, int publishers) {
    /** No such room. */
    public static final Glance ABSENT = new Glance("", 0, 0);

    /** Of a room that is listed. */
    public static Glance of(Room room) {
        return new Glance(room.sid(), room.numParticipants(), room.numPublishers());
    }
}
