// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import dev.stagedoor.orchestration.pattern.Agent;
import java.util.Objects;

/** What a call has where its agent says nothing. */
public record ModelDefaults(String model, int maxTokens) {
    /** The model that answers for that agent. */
    public String model(Agent agent) {
        return Objects.requireNonNullElse(agent.model(), model);
    }

    /** The most tokens of one of its answers. */
    public int maxTokens(Agent agent) {
        return Objects.requireNonNullElse(agent.maxTokens(), maxTokens);
    }
}
