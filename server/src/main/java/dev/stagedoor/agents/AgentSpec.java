// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.kernel.PlainText;
import java.time.Duration;

/**
 * An agent's complete definition, which replaces an earlier one.
 *
 * @param agentName the LiveKit {@code agent_name} that its workers register with
 * @param maxCall   the maximum length of a call
 * @param enabled   whether it may be dispatched
 */
public record AgentSpec(String name, String agentName, Agent.Persona persona, Duration maxCall, boolean enabled) {
    /** The maximum length of an agent_name in bytes, as for every name sent to LiveKit. */
    private static final int LONGEST_NAME = 256;

    public AgentSpec {
        PlainText.checked("agent_name", agentName, LONGEST_NAME);
    }

    Agent agent(String slug, Agent.Times times) {
        return new Agent(slug, name, agentName, persona, maxCall, enabled, times);
    }
}
