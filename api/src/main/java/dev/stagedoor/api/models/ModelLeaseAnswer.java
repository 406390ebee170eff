// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.models;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A new model lease; only this response contains its text. */
public record ModelLeaseAnswer(
        @JsonPropertyDescription("lease_…, by which it is revoked.")
        String id,

        @JsonPropertyDescription("What an Anthropic SDK takes as its API key or bearer token: sd_lease_….")
        String lease,

        @JsonPropertyDescription("What an Anthropic SDK takes as its base URL, below this server's own.")
        String basePath,

        String agent,

        @JsonPropertyDescription("The only model it may call.")
        String model,

        String profileId,
        Instant expiresAt) {
    /** Without the lease. */
    @Override
    public String toString() {
        return "ModelLeaseAnswer[" + id + "]";
    }
}
