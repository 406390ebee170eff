// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where events are to be sent. */
public record NewWebhookEndpoint(
        @JsonPropertyDescription(
                "Where events are posted: https://… of at most 1024 characters, reachable from the server.")
        @NotBlank
        @Size(max = LONGEST_URL)
        String url,

        @JsonPropertyDescription("The types of event to send, such as call.ended; every type if absent or empty.")
        @Size(max = MOST_TYPES)
        @Nullable
        List<@NotBlank @Size(max = 64) String> types,

        @JsonPropertyDescription("What it is for.") @Size(max = LONGEST_DESCRIPTION) @Shown @Nullable
        String description) {
    /** The longest URL, in characters. */
    public static final int LONGEST_URL = 1024;

    /** How many types can be named. */
    public static final int MOST_TYPES = 50;

    /** The longest description, in characters. */
    public static final int LONGEST_DESCRIPTION = 256;
}
