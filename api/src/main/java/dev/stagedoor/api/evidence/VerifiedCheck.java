// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** One check of a verification. */
public record VerifiedCheck(
        @JsonPropertyDescription("Which check.") String name,

        @JsonPropertyDescription("False also if it was skipped, which proves nothing.")
        boolean passed,

        @JsonPropertyDescription("What came of it.") CheckOutcome outcome,

        @JsonPropertyDescription("What was observed, for people; never a secret, nor another tenant's name.")
        String seen,

        @JsonPropertyDescription("How long it took, in milliseconds.")
        long tookMs) {}
