// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A transfer of a call. */
public record TransferView(
        String callId,
        String to,
        TransferState state,

        @JsonPropertyDescription("What the carrier answered, if it refused.") @Nullable
        Integer sipStatus,

        Instant createdAt) {}
