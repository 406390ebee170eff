// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * A snapshot of a participant as LiveKit reports it.
 *
 * @param agent whether its kind is AGENT rather than STANDARD
 * @param hidden whether it is hidden from others
 */
public record ParticipantView(
        String sid,
        String identity,
        String name,
        Presence state,
        boolean agent,
        boolean publisher,
        boolean hidden,
        String metadata,
        Map<String, String> attributes,
        Permissions permissions,
        Instant joined,
        int version) {
    /** How far a participant has connected: LiveKit's {@code ParticipantInfo.State}. */
    public enum Presence {
        /** Connected, nothing negotiated yet. */
        JOINED,
        /** Media connected: in the room. */
        ACTIVE
    }

    /** What a participant is allowed to do in the room. */
    public record Permissions(boolean subscribe, boolean publish, boolean publishData, boolean updateMetadata) {}
}
