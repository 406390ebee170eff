// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What an attempt to deliver an event came to. */
public record WebhookAttempt(
        @JsonPropertyDescription("Whether the endpoint answered 2xx.")
        boolean delivered,

        @JsonPropertyDescription("The HTTP status that it answered; absent if it did not.") @Nullable
        Integer status,

        @JsonPropertyDescription(
                "Why it failed: status, redirect, gone, timeout, unreachable, tls, unresolved or address_not_allowed.")
        @Nullable
        String failure,

        @JsonPropertyDescription("The beginning of its answer.") @Nullable
        String answer,

        @JsonPropertyDescription("How long it took.") long tookMs) {}
