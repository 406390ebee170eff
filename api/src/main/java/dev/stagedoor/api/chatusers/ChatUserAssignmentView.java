// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.chatusers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Where an app user's connections go. */
public record ChatUserAssignmentView(
        @JsonPropertyDescription("The tenant's own id of the app user.")
        String userId,

        @JsonPropertyDescription("The tier that the backend said; absent if it said none.") @Nullable
        String tier,

        @JsonPropertyDescription("The chat user of the next connection; absent if it is still to be chosen.") @Nullable
        String chatUserId,

        @JsonPropertyDescription("Whether the backend chose it, not the strategy.")
        boolean chosen) {}
