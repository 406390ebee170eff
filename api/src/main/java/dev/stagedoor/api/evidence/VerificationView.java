// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.evidence;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found when a tenant was verified. */
public record VerificationView(
        @JsonPropertyDescription("The verification's id.") String id,

        @JsonPropertyDescription("The tenant's slug.") String tenant,

        @JsonPropertyDescription("The tenant's id.") String tenantId,

        @JsonPropertyDescription("Whether no check failed. A check that was skipped proves nothing, and fails nothing.")
        boolean passed,

        @JsonPropertyDescription("When it began.") Instant beganAt,

        @JsonPropertyDescription("How long all of it took, in milliseconds.")
        long tookMs,

        @JsonPropertyDescription(
                "The head of the tenant's audit chain that was verified, as audit verify --pin takes it; absent if it could not be read.")
        @Nullable
        String auditHead,

        @JsonPropertyDescription("Every check, in order.") List<VerifiedCheck> checks) {

    /** The checks that ended so, in order. */
    public List<VerifiedCheck> checks(CheckOutcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).toList();
    }
}
