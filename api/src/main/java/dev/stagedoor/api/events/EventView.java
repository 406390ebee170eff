// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.events;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.Map;

/** Something that happened; also the body of its webhook, and the data of its server-sent event. */
public record EventView(
        @JsonPropertyDescription("evt_…: the same however often it is delivered, and its webhook-id.")
        String id,

        @JsonPropertyDescription("What happened, such as call.ended. More types will be added.")
        String type,

        @JsonPropertyDescription("When it happened.") Instant timestamp,

        @JsonPropertyDescription(
                "What it happened to: ids and words by the type; more fields will be added. No secret, token or phone number.")
        Map<String, Object> data) {}
