// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a tenant allows callers; a field that is not given has its default. */
public record PhoneSettings(
        @JsonPropertyDescription("Callers who are turned away: numbers in E.164, or their beginning with * at the end.")
        @Size(max = 1000)
        @Nullable
        List<@NotNull @Pattern(regexp = CALLERS, message = CALLERS_IN_WORDS) String> blocked,

        @JsonPropertyDescription("If there are any, only these callers get through.") @Size(max = 1000) @Nullable
        List<@NotNull @Pattern(regexp = CALLERS, message = CALLERS_IN_WORDS) String> allowed,

        @JsonPropertyDescription("Whether callers get through who withhold their number; true by default.") @Nullable
        Boolean withheldCallers,

        @JsonPropertyDescription("How long a caller waits for the agent, in seconds, before they are turned away; 8.")
        @Min(1)
        @Max(60)
        @Nullable
        Integer answerWithin,

        @JsonPropertyDescription("How many calls one caller may make in a minute; 10 by default.")
        @Min(1)
        @Max(10_000)
        @Nullable
        Integer callsPerCaller,

        @JsonPropertyDescription("How many calls one number takes in a minute; 1000 by default.")
        @Min(1)
        @Max(100_000)
        @Nullable
        Integer callsPerNumber,

        @JsonPropertyDescription("Whether signatures over the body alone are accepted, which cannot expire; false.")
        @Nullable
        Boolean bodyOnlySignatures) {
    /** A number, or the beginning of some. */
    public static final String CALLERS = "\\+[1-9][0-9]{0,14}\\*?";

    /** As a refusal says it. */
    public static final String CALLERS_IN_WORDS =
            "must be a number in E.164, as +442071838750, or the beginning of some with a * after it, as +4420*";
}
