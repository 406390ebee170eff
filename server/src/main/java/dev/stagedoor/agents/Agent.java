// SPDX-License-Identifier: Apache-2.0
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
 * @param persona   prompt, model, voice and tools
 * @param limits    the time limits of its calls
 * @param enabled   whether it may be dispatched
 */
public record Agent(
        String slug, String name, String agentName, Persona persona, Limits limits, boolean enabled, Times times) {
    /**
     * An agent's prompt, model, voice and tools, in the terms of its worker's provider.
     *
     * @param modelLease whether its workers are told where they get a lease for the model
     */
    public record Persona(
            @Nullable String systemPrompt,
            @Nullable String model,
            @Nullable String voice,
            List<String> tools,
            boolean modelLease) {
        public Persona {
            tools = List.copyOf(tools);
        }
    }

    /**
     * The time limits of an agent's calls.
     *
     * @param maxCall     the maximum length of a call
     * @param joinTimeout how long it may take to join once a worker has taken its job
     */
    public record Limits(Duration maxCall, Duration joinTimeout) {
        /** How long an agent may take to join unless its definition says otherwise. */
        public static final Duration JOIN_TIMEOUT = Duration.ofSeconds(45);
    }

    /** The maximum length of a call. */
    public Duration maxCall() {
        return limits.maxCall();
    }

    /** When it was created and last changed. */
    public record Times(Instant createdAt, Instant updatedAt) {}
}
