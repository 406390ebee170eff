// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import dev.stagedoor.api.calls.PhoneView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call out in a list. */
public record DialView(
        String callId,
        String agentSlug,
        String country,
        PhoneView phone,
        Instant createdAt,
        @Nullable Instant endedAt) {}
