// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets an agent call a number. */
public record DialRequest(
        @JsonPropertyDescription("The slug of the agent that speaks.") @NotBlank @Size(max = 64)
        String agentSlug,

        @JsonPropertyDescription("The number to call, in E.164.") @NotBlank @Size(max = 64)
        String to,

        @JsonPropertyDescription("The number to call from: one of the outbound trunk's; its first if not given.")
        @Size(max = 64)
        @Nullable
        String from,

        @JsonPropertyDescription("How long to let it ring, in seconds; 30 by default.") @Min(5) @Max(80) @Nullable
        Integer ringTimeout,

        @JsonPropertyDescription(
                "When to hang up, in seconds after the answer; never later than the dial settings and the agent say.")
        @Min(10)
        @Max(86_400)
        @Nullable
        Integer maxDuration,

        @JsonPropertyDescription(
                "What the answer waits for: none, until it is dialed (the usual), or until it is answered or has failed.")
        @JsonProperty("wait")
        @Nullable
        DialWait waitFor,

        @JsonPropertyDescription(
                "Keys to press once somebody answers: digits, *, #, A to D, and w for half a second's silence.")
        @Size(max = 128)
        @Nullable
        String dtmf,

        @JsonPropertyDescription("Anything the agent should know; passed to it unchanged.") @Size(max = 256) @Nullable
        Map<@Size(max = 256) String, Object> context) {}
