// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changes of a webhook endpoint; what is absent stays. */
public record WebhookEndpointChange(
        @JsonPropertyDescription("Where events are posted from now on.")
        @Size(min = 1, max = NewWebhookEndpoint.LONGEST_URL)
        @Nullable
        String url,

        @JsonPropertyDescription("The types of event to send from now on; empty for every type.")
        @Size(max = NewWebhookEndpoint.MOST_TYPES)
        @Nullable
        List<@NotBlank @Size(max = 64) String> types,

        @JsonPropertyDescription("What it is for.") @Size(max = NewWebhookEndpoint.LONGEST_DESCRIPTION) @Shown @Nullable
        String description,

        @JsonPropertyDescription(
                "false: nothing is sent any more. true: what was still to be sent when it was disabled is sent now;"
                        + " what happened since is not, but listed under /events.")
        @Nullable
        Boolean enabled) {}
