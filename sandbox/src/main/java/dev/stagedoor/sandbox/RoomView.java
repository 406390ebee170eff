// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;

/**
 * A snapshot of a room as LiveKit reports it.
 *
 * @param emptyTimeout seconds
 * @param departureTimeout seconds
 * @param numParticipants people present; agents are not counted
 * @param numPublishers publishing participants, including agents
 */
public record RoomView(
        String sid,
        String name,
        int emptyTimeout,
        int departureTimeout,
        int maxParticipants,
        Instant created,
        String turnPassword,
        String metadata,
        int numParticipants,
        int numPublishers) {
    @Override
    public String toString() {
        return "RoomView[" + sid + " " + name + "]";
    }
}
