// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** What a call by phone costs, in US dollars with at most six decimals. */
public record CallPrice(
        @JsonPropertyDescription("outbound by default.") @Nullable
        PhoneDirection direction,

        @JsonPropertyDescription(
                "How the called number begins, as +44; + alone for every number. Of a call that came in, the called number"
                        + " is the tenant's own.")
        @NotNull
        @Pattern(regexp = PREFIX, message = PREFIX_IN_WORDS)
        String prefix,

        @JsonPropertyDescription("For a minute.") @NotNull @DecimalMin("0") @DecimalMax(MOST)
        Double perMinute,

        @JsonPropertyDescription("For each call that is answered; 0 by default.")
        @DecimalMin("0")
        @DecimalMax(MOST)
        @Nullable
        Double connectionFee,

        @JsonPropertyDescription("The seconds that are charged at least; 60 by default.") @Min(1) @Max(3600) @Nullable
        Integer minimumSeconds,

        @JsonPropertyDescription(
                "Beyond these, seconds are charged in steps of so many, each begun one in full; 60 by default.")
        @Min(1)
        @Max(3600)
        @Nullable
        Integer stepSeconds) {
    /** The largest amount. */
    public static final String MOST = "100";

    /** The beginning of a number in E.164. */
    public static final String PREFIX = "\\+([1-9][0-9]{0,14})?";

    /** As a refusal says it. */
    public static final String PREFIX_IN_WORDS =
            "must be a plus sign and the digits that numbers begin with, as +44, or + for every number";
}
