// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.TrackSource;
import java.util.List;

/**
 * What a participant in a room may do (LiveKit's {@code ParticipantPermission}). UpdateParticipant replaces all of it.
 */
public record Permission(
        boolean canSubscribe,
        boolean canPublish,
        boolean canPublishData,
        List<TrackSource> canPublishSources,
        boolean hidden,
        boolean canUpdateMetadata,
        boolean canSubscribeMetrics,
        boolean canManageAgentSession) {

    public Permission {
        canPublishSources = canPublishSources == null ? List.of() : List.copyOf(canPublishSources);
    }
}
