// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;

/** The pause after a failed call: exponential, with jitter derived from the dispatch, so that histories replay. */
final class BackOff {
    private BackOff() {}

    static Duration pause(DispatchTiming timing, Dispatch dispatch) {
        int doublings = Math.clamp(dispatch.failures() - 1L, 0, 16);
        long full = Math.min(
                timing.initialBackoff().toMillis() << doublings,
                timing.maxBackoff().toMillis());
        int spread = Math.floorMod(dispatch.id().value().hashCode() * 31 + dispatch.failures(), 1000);
        return Duration.ofMillis(full / 2 + full * spread / 2000);
    }
}
