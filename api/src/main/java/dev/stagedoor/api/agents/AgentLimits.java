package dev.stagedoor.api.agents;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** What one call of an agent may take. */
public record AgentLimits(
        @JsonPropertyDescription("The longest a call may last, in minutes; 60 if not given.")
        @Min(1)
        @Max(1440)
        @Nullable
        Integer maxCallMinutes) {}
