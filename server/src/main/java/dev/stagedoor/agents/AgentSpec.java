// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.kernel.PlainText;

/**
 * An agent's complete definition, which replaces an earlier one.
 *
 * @param agentName the LiveKit {@code agent_name} that its workers register with
 * @param limits    the time limits of its calls
 * @param enabled   whether it may be dispatched
 */
public record AgentSpec(String name, String agentName, Agent.Persona persona, Agent.Limits limits, boolean enabled) {
    /** The maximum length of an agent_name in bytes, as for every name sent to LiveKit. */
    private static final int LONGEST_NAME = 256;

    public AgentSpec {
        PlainText.checked("agent_name", agentName, LONGEST_NAME);
    }

    Agent agent(String slug, Agent.Times times) {
        return new Agent(slug, name, agentName, persona, limits, enabled, times);
    }
}
