// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the participant can do in the room. Omitted fields follow the tenant's policy. */
public record RequestedGrants(
        @Nullable Boolean canPublish,
        @Nullable Boolean canSubscribe,
        @Nullable Boolean canPublishData,

        @JsonPropertyDescription("camera, microphone, screen_share, screen_share_audio; not given or empty: all.")
        @Size(max = 4)
        @Nullable
        List<@NotNull @Size(max = 32) String> canPublishSources,

        @Nullable Boolean canUpdateOwnMetadata,
        @Nullable Boolean canSubscribeMetrics,
        @Nullable Boolean roomAdmin,
        @Nullable Boolean hidden) {
    /** Nothing asked for. */
    public static final RequestedGrants NONE = new RequestedGrants(null, null, null, null, null, null, null, null);
}
