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
     * The limits of an agent's calls.
     *
     * @param maxCall     the maximum length of a call
     * @param joinTimeout how long it may take to join once a worker has taken its job
     * @param replaced    when another takes its place
     */
    public record Limits(Duration maxCall, Duration joinTimeout, Replaced replaced) {
        /** An agent that is replaced whenever it vanishes. */
        public Limits(Duration maxCall, Duration joinTimeout) {
            this(maxCall, joinTimeout, Replaced.ALWAYS);
        }

        /** How long an agent may take to join unless its definition says otherwise. */
        public static final Duration JOIN_TIMEOUT = Duration.ofSeconds(45);
    }

    /**
     * When an agent that vanishes while people are in the room is replaced.
     *
     * @param onFailure if it certainly failed
     * @param onUnclear if it is gone and LiveKit does not say why
     */
    public record Replaced(boolean onFailure, boolean onUnclear) {
        /** Unless its definition says otherwise. */
        public static final Replaced ALWAYS = new Replaced(true, true);
    }

    /** The maximum length of a call. */
    public Duration maxCall() {
        return limits.maxCall();
    }

    /** When it was created and last changed. */
    public record Times(Instant createdAt, Instant updatedAt) {}
}
