// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Observation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this node remembers of a dispatch while it holds it; nothing that is promised depends on it.
 *
 * @param lookedAt when the last look was over; null if something was done since, or it failed
 * @param existed  whether that look found the room
 * @param askedAt  when its agent was asked last; null if it never was
 */
record Recent(
        @Nullable Instant lookedAt,
        boolean existed,
        @Nullable Instant askedAt) {
    static final Recent NOTHING = new Recent(null, false, null);

    Recent looked(Instant at, boolean found) {
        return new Recent(at, found, askedAt);
    }

    Recent asked(Instant at) {
        return new Recent(lookedAt, existed, at);
    }

    /** Something was done, or is about to be: what was seen before no longer counts. */
    Recent acted() {
        return new Recent(null, false, askedAt);
    }

    /** What is known when time has passed, and nothing was heard. */
    Observation calm() {
        return lookedAt == null ? new Observation.NotYet() : new Observation.Calm(lookedAt, existed);
    }
}
