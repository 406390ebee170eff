// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.participants;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One connection of somebody to a room.
 *
 * @param kind     LiveKit's, in lower case: {@code standard}, {@code agent}, {@code sip}
 * @param joinedAt by the server's clock
 * @param leftAt   null while they are there
 * @param reason   LiveKit's reason for which they left, such as {@code CLIENT_INITIATED}; "" if it was not said
 */
public record Participation(
        String roomSid,
        String sid,
        String identity,
        String kind,
        Instant joinedAt,
        @Nullable Instant leftAt,
        String reason) {}
