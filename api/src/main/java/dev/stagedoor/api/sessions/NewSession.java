// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.sessions;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A session that a tenant's backend opens for a user of its own. */
public record NewSession(
        @JsonPropertyDescription("The tenant's own id of the user.") @NotBlank @Size(min = 1, max = 256) @Shown
        String userId,

        @JsonPropertyDescription("What the user sees in the list of their sessions: Firefox on Linux.")
        @Size(min = 1, max = 120)
        @Shown
        @Nullable
        String device,

        @JsonPropertyDescription("How long it lasts, in seconds; at most what the server allows.")
        @Min(60)
        @Max(31_536_000)
        @Nullable
        Integer ttl,

        @JsonPropertyDescription("The user's tier from now on, one of the chat user policy's; unchanged if absent.")
        @Size(min = 1, max = 64)
        @Shown
        @Nullable
        String tier) {}
