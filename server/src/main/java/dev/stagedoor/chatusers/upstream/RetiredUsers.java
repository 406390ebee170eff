// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes on upstream servers what was deleted here: it would take room from others there. */
final class RetiredUsers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RetiredUsers.class);
    private static final DueTable TABLE = new DueTable("chat_user_retired", "upstream_id", "due_at", "TRUE");

    private final Principal by = new Principal.SystemJob("chat-users", "retired");
    private final Foundation on;
    private final Upstreams upstreams;
    final DueRows due;

    RetiredUsers(Foundation on, Upstreams upstreams) {
        this.on = on;
        this.upstreams = upstreams;
        this.due = new DueRows("chat users retired", TABLE, on.database(), on.clock(), this::delete);
    }

    private void delete(DueRows.Row row) {
        Instant now = on.clock().instant();
        Optional<PendingStore.StoredRetired> taken = on.ledger()
                .store(
                        by,
                        row.tenant(),
                        tx -> PendingStore.takeRetired(tx, row.id(), now, now.plus(PendingUsers.LONGEST)));
        taken.ifPresent(entry -> delete(row.tenant(), entry, now));
    }

    private void delete(TenantId tenant, PendingStore.StoredRetired entry, Instant now) {
        boolean over = entry.retiredAt().plus(PendingUsers.GIVEN_UP).isBefore(now);
        try {
            if (!over) {
                upstreams.delete(on.snapshots().of(tenant), entry.upstreamId());
            }
            store(tenant, tx -> PendingStore.removeRetired(tx, entry.upstreamId()));
        } catch (UpstreamFailed failed) {
            LOG.info("a chat user could still not be deleted upstream: {}", failed.getMessage());
            Instant again = now.plus(PendingUsers.pause(entry.attempts()));
            store(tenant, tx -> PendingStore.postponeRetired(tx, entry.upstreamId(), again));
        }
    }

    private void store(TenantId tenant, Consumer<Tx> work) {
        on.ledger().store(by, tenant, tx -> {
            work.accept(tx);
            return true;
        });
    }

    @Override
    public void close() {
        due.close();
    }
}
