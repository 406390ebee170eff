// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.models;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A model lease to create for an agent. */
public record NewModelLease(
        @JsonPropertyDescription("The user whose selected Claude profile it takes; the tenant itself if not given.")
        @Size(min = 1, max = 256)
        @Shown
        @Nullable
        String userId,

        @JsonPropertyDescription("A Claude profile to take instead of the selected one.")
        @Size(min = 1, max = 64)
        @Nullable
        String profileId,

        @JsonPropertyDescription("How long it lasts, in seconds; at most what the server allows.")
        @Min(1)
        @Max(86_400)
        @Nullable
        Integer ttl) {}
