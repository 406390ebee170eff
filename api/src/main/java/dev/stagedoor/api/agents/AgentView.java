// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.agents;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent. */
public record AgentView(
        String slug,
        String name,
        String agentName,
        @Nullable String systemPrompt,
        @Nullable String model,
        @Nullable String voice,
        List<String> tools,
        boolean modelLease,
        AgentLimits limits,
        WhenLost onFailure,
        WhenLost onUnclear,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {}
