// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link RoomService#updateParticipant} changes. LiveKit cannot tell empty from unset: an empty name or metadata
 * keeps the old one.
 *
 * @param name null to keep it
 * @param metadata null to keep it
 * @param permission replaces the whole permission; null to keep it
 * @param attributes those to set; an empty value removes one, others stay
 */
public record ParticipantUpdate(
        @Nullable String name,
        @Nullable String metadata,
        @Nullable Permission permission,
        Map<String, String> attributes) {

    public ParticipantUpdate {
        attributes = Map.copyOf(attributes);
    }
}
