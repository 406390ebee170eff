package dev.stagedoor.agents;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An agent of a tenant.
 *
 * @param slug      its name within the tenant
 * @param agentName the LiveKit {@code agent_name} that its workers register under
 * @param persona   what its worker is told to be
 * @param maxCall   the longest a call may last
 * @param enabled   whether it may be dispatched
 */
public record Agent(
        String slug, String name, String agentName, Persona persona, Duration maxCall, boolean enabled, Times times) {
    /** What an agent says and with what, in the terms of the provider that its worker uses. */
    public record Persona(
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable String voice,
            List<String> tools) {
        public Persona {
            tools = List.copyOf(tools);
        }
    }

    /** When it was created and last changed. */
    public record Times(Instant createdAt, Instant updatedAt) {}

    /** Whether the change from {@code before} alters what a grant would say: then the epoch must move. */
    boolean altersGrants(Agent before) {
        return !agentName.equals(before.agentName) || enabled != before.enabled || !maxCall.equals(before.maxCall);
    }
}
