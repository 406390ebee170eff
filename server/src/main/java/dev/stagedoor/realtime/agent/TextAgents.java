// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.agent;

import dev.stagedoor.agents.Agent;
import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.CallMeter;
import dev.stagedoor.budgets.Prices;
import dev.stagedoor.claude.ClaudeModule;
import dev.stagedoor.db.Snapshots;

/** What answers an agent's turns. */
public final class TextAgents {
    private final TextAgent claude;
    private final TextAgent echo = new EchoAgent();

    /**
     * What calls of Claude are charged to.
     *
     * @param model     where an agent names none
     * @param maxTokens the most of an answer
     */
    public record Charged(CallHolds holds, Prices prices, CallMeter meter, String model, int maxTokens) {}

    /** Agents that answer by that client. */
    public TextAgents(Snapshots snapshots, ClaudeModule claude, Charged charged) {
        this.claude = new ClaudeAgent(
                snapshots, new ClaudeAgent.Means(claude.profiles(), claude.claude(), claude.spans(), charged));
    }

    /** What answers as that agent. */
    public TextAgent of(Agent agent) {
        return EchoAgent.MODEL.equals(agent.persona().model()) ? echo : claude;
    }
}
