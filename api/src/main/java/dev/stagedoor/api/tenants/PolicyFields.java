// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's policy: it can only narrow what Stagedoor allows. In a change, omitted fields keep their values. */
public record PolicyFields(
        @JsonPropertyDescription("The maximum token lifetime, in seconds") @Min(LEAST_TTL) @Max(MOST_TTL) @Nullable
        Integer maxTtl,

        @JsonPropertyDescription("The default token lifetime, in seconds") @Min(LEAST_TTL) @Max(MOST_TTL) @Nullable
        Integer defaultTtl,

        @JsonPropertyDescription("The lifetime of a trigger's token, in seconds")
        @Min(LEAST_TTL)
        @Max(MOST_TTL)
        @Nullable
        Integer triggerTtl,

        @JsonPropertyDescription("The lifetime of a token requested with a publishable key, in seconds")
        @Min(LEAST_TTL)
        @Max(MOST_TTL)
        @Nullable
        Integer publishableTtl,

        @JsonPropertyDescription("The grants a client may ask for") @Size(max = 16) @Nullable
        List<GrantName> grants,

        @JsonPropertyDescription("The slugs of the agents that may be requested; [\"*\"] for all")
        @Size(max = 200)
        @Nullable
        List<@Pattern(regexp = AGENT, message = AGENT_IN_WORDS) String> agents,

        @JsonPropertyDescription("The rate limit of all its keys together") @Valid @Nullable
        BurstFields tenantLimit,

        @JsonPropertyDescription("The rate limit of each key") @Valid @Nullable
        BurstFields keyLimit,

        @JsonPropertyDescription("The budget per window") @Valid @Nullable
        BudgetFields budget,

        @JsonPropertyDescription("The maximum number of open calls") @Min(0) @Max(MOST_CALLS) @Nullable
        Integer concurrentCalls) {
    /** The shortest life of a token, in seconds. */
    public static final int LEAST_TTL = 10;

    /** The maximum token lifetime, in seconds: a day. */
    public static final int MOST_TTL = 86_400;

    /** The most calls a policy can allow at once. */
    public static final int MOST_CALLS = 100_000;

    /** An agent's slug, or {@code *}. */
    public static final String AGENT = "\\*|[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?";

    /** As a refusal says it. */
    public static final String AGENT_IN_WORDS = "must be an agent's slug, or * for all agents";
}
