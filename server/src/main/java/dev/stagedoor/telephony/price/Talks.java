// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.api.calls.CostKind;
import dev.stagedoor.calls.CallId;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Optional;

/** What those who make calls know of how long they lasted. */
@FunctionalInterface
public interface Talks {
    /**
     * A leg.
     *
     * @param leg     the call's id, or the transfer's
     * @param longest how long it may have lasted
     */
    record Asked(String leg, CallId call, CostKind kind, Duration longest) {}

    /** How long somebody was on the phone; empty while they may still be. */
    Optional<Talk> of(Principal by, TenantId tenant, Asked asked);
}
