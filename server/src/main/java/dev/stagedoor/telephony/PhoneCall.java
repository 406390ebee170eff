// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.calls.CallId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a phone call besides its call.
 *
 * @param via        who told us of it: {@code sip_webhook}
 * @param externalId its id there
 * @param caller     in E.164, or what the carrier said instead
 * @param called     the number that was called
 */
record PhoneCall(
        CallId call,
        String via,
        String externalId,
        String caller,
        String called,
        @Nullable String trunkId,
        Instant createdAt) {
    /** The one direction there is yet. */
    static final String INBOUND = "inbound";
}
