// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Keys that a call's agent has taken on, and presses one after the other. */
public record DtmfView(
        String callId,

        @JsonPropertyDescription("The identity of the agent that presses them.")
        String agent,

        @JsonPropertyDescription("How many keys it presses.")
        int digits) {}
