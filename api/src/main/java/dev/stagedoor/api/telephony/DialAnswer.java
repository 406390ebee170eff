// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.telephony;

import dev.stagedoor.api.calls.PhoneView;

/** A call out, as far as it was when the answer was given: {@code GET /api/v1/calls/{call}} says more later. */
public record DialAnswer(String callId, String agentSlug, String roomName, PhoneView phone) {}
