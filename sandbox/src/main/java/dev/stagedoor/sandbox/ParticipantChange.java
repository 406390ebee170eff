// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.ParticipantView.Permissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change to a participant: LiveKit's {@code UpdateParticipantRequest}.
 *
 * @param name empty to leave it
 * @param metadata empty to leave it
 * @param attributes those to set; an empty value removes one, others stay
 * @param permissions all of them, or null to leave them
 */
public record ParticipantChange(
        String name,
        String metadata,
        Map<String, String> attributes,
        @Nullable Permissions permissions) {
    /** Copies the map. */
    public ParticipantChange {
        attributes = Map.copyOf(attributes);
    }

    /** Refuses what is over LiveKit's limits. */
    public void check() {
        Limits.participantName(name);
        Limits.metadata(metadata);
        Limits.attributes(attributes);
    }
}
