// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Selects a Claude profile for a user's next runs. */
public record SelectProfile(
        @NotBlank @Size(max = 64) String profileId,

        @JsonPropertyDescription("The tenant's own id of the user; the tenant itself if not given.")
        @Size(min = 1, max = 256)
        @Shown
        @Nullable
        String userId) {}
