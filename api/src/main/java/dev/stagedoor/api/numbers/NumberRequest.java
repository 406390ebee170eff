// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.numbers;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** A phone number that is to be the tenant's, and the agent that answers it. */
public record NumberRequest(
        @JsonPropertyDescription("The number in E.164: + and the country code, without spaces.")
        @NotBlank
        @Pattern(regexp = E164, message = E164_IN_WORDS)
        String number,

        @JsonPropertyDescription("The tenant's agent that answers it.") @NotBlank @Size(max = 64)
        String agentSlug) {
    /** What a number looks like (ITU-T E.164). */
    public static final String E164 = "\\+[1-9][0-9]{6,14}";

    /** As a refusal says it. */
    public static final String E164_IN_WORDS =
            "must be in E.164: + and the country code, then the number, without spaces, as +442071838750";
}
