// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import dev.stagedoor.sandbox.ParticipantView.Permissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change to a participant: LiveKit's {@code UpdateParticipantRequest}.
 *
 * @param name empty to leave it unchanged
 * @param metadata empty to leave it unchanged
 * @param attributes the attributes to set; an empty value removes one, the others stay
 * @param permissions the full set, or null to leave them unchanged
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

    /** Rejects values over LiveKit's limits. */
    public void check() {
        Limits.participantName(name);
        Limits.metadata(metadata);
        Limits.attributes(attributes);
    }
}
