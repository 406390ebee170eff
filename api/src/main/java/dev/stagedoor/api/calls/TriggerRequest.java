// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts a call: a room, an agent sent to it, and a token for the user, all on the tenant's own project. */
public record TriggerRequest(
        @JsonPropertyDescription("The slug of one of the tenant's agents.") @NotBlank @Size(max = 64)
        String agentSlug,

        @JsonPropertyDescription("voice if not given.") @Nullable
        CallMode mode,

        @JsonPropertyDescription("The tenant's own id of its user: the participant's identity in the room.")
        @NotBlank
        @Size(max = 256)
        @Shown
        String userId,

        @JsonPropertyDescription("The room, with or without the tenant's prefix; a new one if not given.")
        @Size(max = 256)
        @Shown
        @Nullable
        String roomName,

        @JsonPropertyDescription("Passed to the agent unchanged.") @Size(max = 256) @Nullable
        String sessionId,

        @JsonPropertyDescription("Passed to the agent unchanged.") @Size(max = 256) @Nullable
        String conversationId,

        @JsonPropertyDescription("Anything the agent should know; passed to it unchanged.") @Size(max = 256) @Nullable
        Map<@Size(max = 256) String, Object> context,

        @JsonPropertyDescription("A first message of the user, handed to the agent.") @Size(max = 16_384) @Nullable
        String message,

        @JsonPropertyDescription(
                "How long the answer waits: none, until it is sent (the usual), or until the agent was seen"
                        + " in the room.")
        @JsonProperty("wait")
        @Nullable
        Wait waitFor,

        @JsonPropertyDescription("The tenant, by slug or id; for operators only.") @Size(max = 64) @Nullable
        String clientId) {}
