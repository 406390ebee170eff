// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Principal;
import java.time.Duration;

/** Rate limits, per key and tenant; implemented by {@code limits}. */
public interface RequestLimiter {
    /**
     * Takes one request from the principal's allowance.
     *
     * @throws dev.stagedoor.kernel.Problem {@code rate_limited}, with the time to wait
     */
    State take(Principal by, String action);

    /** The {@code RateLimit} headers: {@code remaining} of {@code limit} left, full again after {@code reset}. */
    record State(String policy, long limit, long remaining, Duration window, Duration reset) {}
}
