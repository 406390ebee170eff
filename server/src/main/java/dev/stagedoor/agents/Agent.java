package dev.stagedoor.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent of a tenant.
 *
 * @param slug         its name within the tenant
 * @param agentName    the LiveKit {@code agent_name} that its workers register under
 * @param maxCall      the longest a call of it may last
 * @param enabled      whether it may be dispatched
 */
public record Agent(
        String slug,
        String name,
        String agentName,
        @Nullable String systemPrompt,
        @Nullable String model,
        @Nullable String voice,
        List<String> tools,
        Duration maxCall,
        boolean enabled,
        Instant createdAt,
        Instant updatedAt) {
    public Agent {
        tools = List.copyOf(tools);
    }

    /** Whether the change from {@code before} alters what a grant would say (docs/decisions/0003-ledger.md). */
    boolean altersGrants(Agent before) {
        return !agentName.equals(before.agentName) || enabled != before.enabled || !maxCall.equals(before.maxCall);
    }
}
