package dev.stagedoor.agents;

import dev.stagedoor.kernel.PlainText;
import java.time.Duration;

/**
 * What an agent is to be, all of it: an agent's definition replaces any earlier one.
 *
 * @param agentName the LiveKit {@code agent_name} that its workers register with
 * @param maxCall   the longest a call may last
 * @param enabled   whether it may be dispatched
 */
public record AgentSpec(String name, String agentName, Agent.Persona persona, Duration maxCall, boolean enabled) {
    /** The longest agent_name, in bytes, as for every name sent to LiveKit. */
    private static final int LONGEST_NAME = 256;

    public AgentSpec {
        PlainText.checked("agent_name", agentName, LONGEST_NAME);
    }

    Agent agent(String slug, Agent.Times times) {
        return new Agent(slug, name, agentName, persona, maxCall, enabled, times);
    }
}
