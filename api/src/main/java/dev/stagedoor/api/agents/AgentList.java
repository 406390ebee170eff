// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.agents;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of agents, by slug. */
public record AgentList(
        List<AgentView> items,

        @JsonPropertyDescription("Pass it as ?after= for the next page; absent on the last.") @Nullable
        String next) {}
