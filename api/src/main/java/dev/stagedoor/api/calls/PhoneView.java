// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.calls;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a call by phone; its numbers are masked, as +4420…23, unless the key has the scope pii:read. */
public record PhoneView(
        PhoneDirection direction,
        String from,
        String to,

        @JsonPropertyDescription(
                "How far it is. A call that came in is answered once its agent is in the room; lists do not say that of open ones.")
        @Nullable
        PhoneState state,

        @JsonPropertyDescription("The SIP status (RFC 3261) with which a call out failed, if the carrier gave one.")
        @Nullable
        Integer sipStatus,

        @Nullable Instant answeredAt,

        @JsonPropertyDescription("What it costs, if it has a price.") @Nullable
        CallCost cost) {}
