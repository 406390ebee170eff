// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event on its way to a webhook endpoint. */
public record WebhookDeliveryView(
        @JsonPropertyDescription("The event's id, which is also the delivery's: the webhook-id of every attempt.")
        String id,

        String type,

        @JsonPropertyDescription("pending, retrying or delivered.")
        String state,

        @JsonPropertyDescription("How often it was tried.") int attempts,

        @JsonPropertyDescription("When it is tried next; absent once it is delivered.") @Nullable
        Instant nextAt,

        @JsonPropertyDescription("When it was last tried.") @Nullable
        Instant lastAt,

        @Nullable Instant deliveredAt,

        @JsonPropertyDescription("What the last attempt came to; absent before the first.") @Nullable
        WebhookAttempt lastAttempt,

        Instant createdAt) {}
