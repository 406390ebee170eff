// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Something that a feature keeps for a while.
 *
 * @param kind     what it is
 * @param age      how long it is kept once it is over
 * @param tenants  finds tenants that have some that is older
 * @param deletion deletes it
 */
public record Retained(Kind kind, Duration age, Tenants tenants, Deletion deletion) {
    /** What is kept for a while. */
    public enum Kind {
        /** Calls, with what telephony stored of them. */
        CALLS("calls"),
        /** Dispatches, with their receipts. */
        DISPATCHES("dispatches"),
        /** Who was in the rooms of calls. */
        PARTICIPANTS("participants"),
        /** Events, and what became of their deliveries. */
        DELIVERIES("deliveries");

        private final String stored;

        Kind(String stored) {
            this.stored = stored;
        }

        /** The word in the database, and in the metrics. */
        String stored() {
            return stored;
        }
    }

    /** Where tenants are found. */
    @FunctionalInterface
    public interface Tenants {
        /** The first few tenants after that id, in order, that have some from before that time. */
        List<TenantId> before(Database database, Instant before, String after, int limit);

        /** Those with such rows in that table, by the time of its {@code dueAt}. */
        static Tenants of(DueTable table) {
            return (database, before, after, limit) ->
                    database.poll(handle -> table.tenants(handle, before, after, limit));
        }
    }

    /** How it is deleted. */
    @FunctionalInterface
    public interface Deletion {
        /**
         * In a transaction of the tenant: deletes at most {@code most} from before that time that nothing is done with any more;
         * returns how many. As many as {@code most} means that there may be more.
         */
        int some(Tx tx, Instant before, int most);
    }
}
