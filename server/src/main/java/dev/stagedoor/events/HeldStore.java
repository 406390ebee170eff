// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.db.Tx;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which node sends to an endpoint, in the table {@code webhook_endpoints}: one at a time, under a lease. */
final class HeldStore {
    private static final String ONE = " WHERE tenant_id = :tenant AND endpoint_id = :id";

    private HeldStore() {}

    /**
     * How an endpoint does, as its row says while it is locked.
     *
     * @param failures how often it failed in a row, and since when
     */
    record State(String url, int failures, @Nullable Instant failingSince, Instant enabledAt) {
        /** The failures, with one more. */
        State failed(Instant now) {
            return new State(url, failures + 1, failingSince == null ? now : failingSince, enabledAt);
        }
    }

    /** Takes it, if nobody has it and something is due. */
    static Optional<Endpoint.Held> take(Tx tx, String id, Instant now, Instant until) {
        return tx.query("UPDATE webhook_endpoints SET held_until = :until, fence = fence + 1" + ONE + """
                         AND disabled_at IS NULL AND wanted_at <= :now AND held_until <= :now
                        RETURNING fence
                        """)
                .bind("id", id)
                .bind("now", now)
                .bind("until", until)
                .mapTo(Long.class)
                .findOne()
                .map(fence -> new Endpoint.Held(tx.tenant(), id, fence));
    }

    /**
     * Locks its row, so that no event is raised for it until the transaction ends; what the next statements see includes
     * all that were. Empty if it is no longer this node's to send to.
     */
    static Optional<State> lock(Tx tx, Endpoint.Held held) {
        return tx.query("SELECT url, failures, failing_since, enabled_at FROM webhook_endpoints" + ONE
                        + " AND fence = :fence AND disabled_at IS NULL FOR UPDATE")
                .bind("id", held.id())
                .bind("fence", held.fence())
                .mapTo(State.class)
                .findOne();
    }

    /** Nobody else may have it until then. */
    static void hold(Tx tx, Endpoint.Held held, Instant until) {
        tx.update("UPDATE webhook_endpoints SET held_until = :until" + ONE)
                .bind("id", held.id())
                .bind("until", until)
                .execute();
    }

    /** The last attempt succeeded. */
    static void recovered(Tx tx, Endpoint.Held held) {
        tx.update("UPDATE webhook_endpoints SET failures = 0, failing_since = NULL" + ONE + " AND failures > 0")
                .bind("id", held.id())
                .execute();
    }

    static void failed(Tx tx, Endpoint.Held held, State failed) {
        tx.update("UPDATE webhook_endpoints SET failures = :failures, failing_since = :since" + ONE)
                .bind("id", held.id())
                .bind("failures", failed.failures())
                .bind("since", failed.failingSince())
                .execute();
    }

    /** Gives it back: it is due when its next delivery is, and not before {@code until}. */
    static void release(Tx tx, Endpoint.Held held, Instant until) {
        tx.update("""
                        UPDATE webhook_endpoints
                           SET held_until = :until,
                               wanted_at = (SELECT min(next_at) FROM webhook_deliveries
                                             WHERE tenant_id = :tenant AND endpoint_id = :id AND next_at IS NOT NULL)
                        """ + ONE).bind("id", held.id()).bind("until", until).execute();
    }
}
