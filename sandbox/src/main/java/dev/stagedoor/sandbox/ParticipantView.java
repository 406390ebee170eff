// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * A participant as LiveKit reports it, at one moment.
 *
 * @param agent whether its kind is AGENT; otherwise STANDARD
 * @param hidden whether others may not see it
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
    /** How far a participant has come: LiveKit's {@code ParticipantInfo.State}. */
    public enum Presence {
        /** Connected, nothing negotiated yet. */
        JOINED,
        /** Media connected: in the room. */
        ACTIVE
    }

    /** What a participant may do in the room. */
    public record Permissions(boolean subscribe, boolean publish, boolean publishData, boolean updateMetadata) {}
}
