// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Instant;
import java.util.Map;

/**
 * A snapshot of a participant as LiveKit reports it.
 *
 * @param kind LiveKit's {@code ParticipantInfo.Kind}
 * @param hidden whether it is hidden from others
 */
public record ParticipantView(
        String sid,
        String identity,
        String name,
        Presence state,
        Kind kind,
        boolean publisher,
        boolean hidden,
        String metadata,
        Map<String, String> attributes,
        Permissions permissions,
        Instant joined,
        int version) {
    /** Whether it is an agent. */
    public boolean agent() {
        return kind == Kind.AGENT;
    }

    /** What a participant is. */
    public enum Kind {
        /** A person. */
        STANDARD,
        /** A worker's agent. */
        AGENT,
        /** A telephone call. */
        SIP
    }

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
