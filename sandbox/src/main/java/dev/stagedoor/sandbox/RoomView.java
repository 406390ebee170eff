// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;

/**
 * A room as LiveKit reports it, at one moment.
 *
 * @param emptyTimeout seconds
 * @param departureTimeout seconds
 * @param numParticipants people present; agents are not counted
 * @param numPublishers participants that publish, agents included
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
