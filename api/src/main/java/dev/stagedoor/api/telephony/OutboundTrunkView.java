// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outbound trunk in the tenant's LiveKit project. */
public record OutboundTrunkView(
        TrunkState state,

        @JsonPropertyDescription("LiveKit's id of the trunk: ST_….") @Nullable
        String trunkId,

        String address,
        String transport,
        @Nullable String username,
        List<String> numbers,

        @JsonPropertyDescription("What differs from what was written, one line for each.") @Nullable
        List<String> drift,

        @Nullable Instant writtenAt) {}
