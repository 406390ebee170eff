// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a tenant's events are sent.
 *
 * @param types   as they were stored; empty for all
 * @param pending how many deliveries are still to be made, counted up to {@link EndpointStore#COUNTED}
 */
record Endpoint(
        String id, Target target, List<String> types, Health health, Secrets secrets, Times times, long pending) {
    private static final String PREFIX = "whe";

    Endpoint {
        types = List.copyOf(types);
    }

    /** Where it is, and what it is for. */
    record Target(String url, String description) {}

    /**
     * How it does.
     *
     * @param disabled     why and since when nothing is sent; null while it is enabled
     * @param failingSince since when every attempt has failed; null if the last succeeded
     */
    record Health(@Nullable Disabled disabled, @Nullable Instant failingSince) {}

    /** Why, in the words of {@link Why}, and since when. */
    record Disabled(String why, Instant at) {}

    /** Which version of the secret signs, and until when the one before does as well. */
    record Secrets(long version, @Nullable Instant beforeUntil) {}

    /** When it was made and last changed. */
    record Times(Instant createdAt, Instant updatedAt) {}

    /** Why nothing is sent. */
    enum Why {
        BY_REQUEST("by_request"),
        FAILING("failing"),
        GONE("gone");

        private final String wire;

        Why(String wire) {
            this.wire = wire;
        }

        String wire() {
            return wire;
        }
    }

    /**
     * One that this node is sending to, until the lease ends.
     *
     * @param fence rises each time that it changes hands
     */
    record Held(TenantId tenant, String id, long fence) {}

    static String newId(Instant now) {
        return Ids.next(PREFIX, now);
    }

    boolean isEnabled() {
        return health.disabled() == null;
    }
}
