// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.http.stream.SharedLooks;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The tenants whose events are being followed on this node, each seen by the place of its newest event. */
final class EventFeeds implements SharedLooks.Source<TenantId, Long> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Events events;

    EventFeeds(Events events) {
        this.events = events;
    }

    @Override
    public SharedLooks.Seen<Long> look(TenantId tenant) {
        Optional<Long> newest = events.newest(tenant);
        return new SharedLooks.Seen<>(newest.orElse(0L), newest.isEmpty());
    }

    @Override
    public SharedLooks.Pause pause(TenantId tenant) {
        return () -> TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
    }
}
