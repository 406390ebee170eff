// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tokens;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.text.Shown;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** LiveKit's RoomAgentDispatch, as its clients send it. */
public record RoomAgent(
        @JsonPropertyDescription(
                "The slug of one of the tenant's agents, or the LiveKit agent_name of one; empty asks for none.")
        @JsonAlias("agentName")
        @Size(max = 256)
        @Shown
        @Nullable
        String agentName,

        @JsonPropertyDescription("For the agent's job, unchanged. Not with a publishable key.")
        @Size(max = 65_536)
        @Nullable
        String metadata,

        @JsonPropertyDescription("JRP_ON_FAILURE or JRP_NEVER, if the tenant's LiveKit server knows the field.")
        @JsonAlias("restartPolicy")
        @Size(max = 32)
        @Nullable
        String restartPolicy,

        @JsonPropertyDescription("Which deployment of the agent, if the tenant's LiveKit server knows the field.")
        @Pattern(
                regexp = "[^\\x00-\\x20\\x7f_]{0,64}",
                message = "must be at most 64 characters, without spaces, underscores and control characters")
        @Nullable
        String deployment,

        @JsonPropertyDescription("Attributes of the job, if the tenant's LiveKit server knows the field.")
        @Size(max = 64)
        @Nullable
        Map<@Size(min = 1, max = 256) String, @NotNull @Size(max = 16_384) String> attributes) {
    /** The agent of that name. */
    public static RoomAgent named(String agentName) {
        return new RoomAgent(agentName, null, null, null, null);
    }
}
