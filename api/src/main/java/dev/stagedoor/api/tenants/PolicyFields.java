package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tenant's policy: it narrows what Stagedoor would allow, never widens it. In a change, what is not named stays. */
public record PolicyFields(
        @JsonPropertyDescription("The longest life of a token, in seconds") @Min(LEAST_TTL) @Max(MOST_TTL) @Nullable
        Integer maxTtl,

        @JsonPropertyDescription("The life of a token that asks for none, in seconds")
        @Min(LEAST_TTL)
        @Max(MOST_TTL)
        @Nullable
        Integer defaultTtl,

        @JsonPropertyDescription("The life of a trigger's token, in seconds") @Min(LEAST_TTL) @Max(MOST_TTL) @Nullable
        Integer triggerTtl,

        @JsonPropertyDescription("The life of a token by a publishable key, in seconds")
        @Min(LEAST_TTL)
        @Max(MOST_TTL)
        @Nullable
        Integer publishableTtl,

        @JsonPropertyDescription("The grants a client may ask for") @Size(max = 16) @Nullable
        List<GrantName> grants,

        @JsonPropertyDescription("The slugs of the agents that may be asked for; [\"*\"] for all")
        @Size(max = 200)
        @Nullable
        List<@Pattern(regexp = AGENT) String> agents,

        @JsonPropertyDescription("The tenant's requests, all keys together") @Valid @Nullable
        BurstFields tenantLimit,

        @JsonPropertyDescription("The requests of each key") @Valid @Nullable
        BurstFields keyLimit,

        @JsonPropertyDescription("What may be used per window") @Valid @Nullable
        BudgetFields budget,

        @JsonPropertyDescription("Calls open at once") @Min(0) @Max(MOST_CALLS) @Nullable
        Integer concurrentCalls) {
    /** The shortest life of a token, in seconds. */
    public static final int LEAST_TTL = 10;

    /** The longest life of a token, in seconds: a day. */
    public static final int MOST_TTL = 86_400;

    /** The most calls a policy can allow at once. */
    public static final int MOST_CALLS = 100_000;

    /** An agent's slug, or {@code *}. */
    public static final String AGENT = "\\*|[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?";
}
