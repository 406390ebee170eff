// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.claude;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What a real call of a few tokens with a profile came to. */
public record ProfileTest(
        @JsonPropertyDescription("ok, or the code of the problem: credential_rejected, provider_unavailable, ….")
        String status,

        @JsonPropertyDescription("What the problem is.") @Nullable
        String detail,

        @JsonPropertyDescription("The model that was asked.")
        String model,

        long durationMs) {}
