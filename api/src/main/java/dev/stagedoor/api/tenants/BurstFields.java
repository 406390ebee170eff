package dev.stagedoor.api.tenants;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

/** How fast requests may come, on each node. In a change, what is not named stays. */
public record BurstFields(
        @JsonPropertyDescription("Requests per second, sustained") @Min(1) @Max(MOST) @Nullable
        Integer perSecond,

        @JsonPropertyDescription("Requests at once, after a pause") @Min(1) @Max(MOST) @Nullable
        Integer burst) {
    /** The largest number of either. */
    public static final int MOST = 100_000;
}
