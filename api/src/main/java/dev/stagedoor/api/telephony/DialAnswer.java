// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.stagedoor.api.calls.PhoneView;

/** A call out, as far as it was when the answer was given: {@code GET /api/v1/calls/{call}} says more later. */
public record DialAnswer(
        String callId,
        String agentSlug,
        String roomName,

        @JsonPropertyDescription(
                "How long it may last, in seconds: what was asked for, or less if the settings, the agent or the caps on what"
                        + " calls may cost leave no more.")
        long maxDuration,

        PhoneView phone) {}
