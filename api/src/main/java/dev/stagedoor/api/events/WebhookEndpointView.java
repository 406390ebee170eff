// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook endpoint, without its secret. */
public record WebhookEndpointView(
        @JsonPropertyDescription("whe_…") String id,

        String url,

        @JsonPropertyDescription("The types of event that are sent; empty for every type.")
        List<String> types,

        String description,

        boolean enabled,

        @JsonPropertyDescription(
                "Why nothing is sent: by_request; failing, if nothing could be delivered for a day; gone, if it answered 410.")
        @Nullable
        String disabledReason,

        @JsonPropertyDescription("Since when nothing is sent.") @Nullable
        Instant disabledAt,

        @JsonPropertyDescription("Since when every attempt has failed; absent if the last one succeeded.") @Nullable
        Instant failingSince,

        @JsonPropertyDescription("Until when the secret before the last rotation signs as well.") @Nullable
        Instant previousSecretUntil,

        @JsonPropertyDescription("How many deliveries are still to be made, counted up to 1000.")
        long pendingDeliveries,

        Instant createdAt,
        Instant updatedAt) {}
