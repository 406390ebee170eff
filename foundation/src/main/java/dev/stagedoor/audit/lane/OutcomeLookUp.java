// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit.lane;

import dev.stagedoor.audit.entry.Entry;
import dev.stagedoor.db.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a transaction whose connection was lost was committed: one of its entries stands for all. Not
 * found, or unknown at the deadline, counts as "no": nothing is granted without a durable entry.
 */
public final class OutcomeLookUp {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomeLookUp.class);
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private final Database database;
    private final Duration deadline;

    /** Looks for at most {@code deadline}. */
    public OutcomeLookUp(Database database, Duration deadline) {
        this.database = database;
        this.deadline = deadline;
    }

    boolean isCommitted(List<JudgedShare> groups) {
        return groups.stream()
                .flatMap(group -> group.chain().entries().stream())
                .findFirst()
                .map(this::isWritten)
                .orElse(false);
    }

    /** Whether the entry was written; retries until the database answers or the deadline passes. */
    public boolean isWritten(Entry entry) {
        long end = System.nanoTime() + deadline.toNanos();
        do {
            try (Connection connection = database.lane()) {
                boolean written = LedgerStore.isWritten(connection, entry);
                LOG.info(
                        "looked up audit entry {} of {}: {}",
                        entry.seq(),
                        entry.tenant(),
                        written ? "committed" : "not committed");
                return written;
            } catch (SQLException e) {
                LOG.warn("cannot look up audit entry {} of {} yet", entry.seq(), entry.tenant(), e);
            }
        } while (pause() && System.nanoTime() < end);
        return false;
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
