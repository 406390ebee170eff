// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the connections of one kind, WebSockets or event streams, that each tenant and each key has open, so that one
 * cannot use up the capacity of others (I7).
 */
public final class OpenSockets {
    private final String what;
    private final int perTenant;
    private final int perKey;
    private final Map<String, Integer> open = new HashMap<>();

    /** {@code what} they are, in the plural: {@code WebSockets}. */
    public OpenSockets(String what, int perTenant, int perKey) {
        this.what = what;
        this.perTenant = perTenant;
        this.perKey = perKey;
    }

    /** The place of one connection. */
    public final class Place implements AutoCloseable {
        private final String tenant;
        private final String key;
        private boolean left;

        private Place(String tenant, String key) {
            this.tenant = tenant;
            this.key = key;
        }

        /** Frees the place; may be called twice. */
        @Override
        public void close() {
            synchronized (open) {
                if (!left) {
                    left = true;
                    open.computeIfPresent(tenant, (any, count) -> count == 1 ? null : count - 1);
                    open.computeIfPresent(key, (any, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /**
     * Takes a place.
     *
     * @param tenant the tenant's id, or "" for an operator's own
     * @param key    the actor
     * @throws Problem {@code rate_limited}
     */
    public Place take(String tenant, String key) {
        String ofTenant = "tenant " + tenant;
        String ofKey = "key " + key;
        synchronized (open) {
            check(ofKey, perKey, "This key");
            check(ofTenant, perTenant, "This tenant");
            open.merge(ofTenant, 1, Integer::sum);
            open.merge(ofKey, 1, Integer::sum);
        }
        return new Place(ofTenant, ofKey);
    }

    private void check(String name, int most, String whose) {
        if (open.getOrDefault(name, 0) >= most) {
            throw Problem.of(ErrorCode.RATE_LIMITED, whose + " has " + most + " open " + what + " already.")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }
}
