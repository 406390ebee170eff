// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A number's inbound trunk and dispatch rule in the tenant's LiveKit project. */
public record TrunkView(
        String number,
        TrunkState state,

        @JsonPropertyDescription("LiveKit's id of the trunk: ST_….") @Nullable
        String trunkId,

        @JsonPropertyDescription("LiveKit's id of the dispatch rule: SDR_….") @Nullable
        String ruleId,

        @JsonPropertyDescription("What the carrier logs in with; absent if it logs in with nothing.") @Nullable
        String username,

        @JsonPropertyDescription("The generated password: only in the answer to the request that generated it.")
        @Nullable
        String password,

        List<String> allowedAddresses,

        @JsonPropertyDescription(
                "What differs from what was written, one line for each; absent if it was not compared.")
        @Nullable
        List<String> drift,

        @Nullable Instant writtenAt) {}
