// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.orchestration;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Tokens, as the provider counts them, and what they cost. */
public record UsageFields(
        long inputTokens,
        long outputTokens,
        long cacheCreationInputTokens,
        long cacheReadInputTokens,

        @JsonPropertyDescription("In US dollars, by the configured prices.")
        double cost) {}
