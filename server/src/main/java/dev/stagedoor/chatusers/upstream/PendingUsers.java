// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.Place;
import dev.stagedoor.chatusers.Places;
import dev.stagedoor.chatusers.policy.ChatUser;
import dev.stagedoor.db.Snapshot;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes chat users on upstream servers that could not be had when their app users came; after a day nobody waits any more. */
final class PendingUsers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PendingUsers.class);
    private static final DueTable TABLE = new DueTable("chat_user_pending", "user_id", "due_at", "TRUE");
    private static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LONGEST = Duration.ofMinutes(10);
    static final Duration GIVEN_UP = Duration.ofDays(1);

    private final Principal by = new Principal.SystemJob("chat-users", "pending");
    private final Foundation on;
    private final Places places;
    private final Upstreams upstreams;
    final DueRows due;

    PendingUsers(Foundation on, Places places, Upstreams upstreams) {
        this.on = on;
        this.places = places;
        this.upstreams = upstreams;
        this.due = new DueRows("chat users pending", TABLE, on.database(), on.clock(), this::make);
    }

    /** The chat user of that place is to be made as soon as the server answers; one that is there already, is not. */
    void queue(Place place) {
        Instant now = on.clock().instant();
        on.ledger().store(by, place.tenant(), tx -> {
            boolean there = UpstreamStore.find(tx, place.chatUser())
                    .map(stored -> stored.upstreamId() != null)
                    .orElse(true);
            if (!there) {
                PendingStore.queue(tx, place.user(), place.chatUser(), now, now.plus(FIRST));
            }
            return there;
        });
    }

    private void make(DueRows.Row row) {
        Instant now = on.clock().instant();
        Optional<PendingStore.StoredPending> taken =
                on.ledger().store(by, row.tenant(), tx -> PendingStore.take(tx, row.id(), now, now.plus(LONGEST)));
        taken.ifPresent(entry -> make(row.tenant(), entry, now));
    }

    private void make(TenantId tenant, PendingStore.StoredPending entry, Instant now) {
        Snapshot snapshot = on.snapshots().of(tenant);
        Optional<ChatUser> chatUser = places.find(snapshot, entry.chatUserId());
        boolean over = entry.queuedAt().plus(GIVEN_UP).isBefore(now);
        if (over || chatUser.isEmpty() || !places.policy(snapshot).upstream()) {
            remove(tenant, entry);
            return;
        }
        try {
            upstreams.ensure(snapshot, chatUser.get(), entry.userId());
            remove(tenant, entry);
        } catch (UpstreamFailed failed) {
            LOG.info("a chat user could still not be made upstream: {}", failed.getMessage());
            Instant again = now.plus(pause(entry.attempts()));
            on.ledger().store(by, tenant, tx -> {
                PendingStore.postpone(tx, entry.userId(), again);
                return true;
            });
        }
    }

    /** Doubling, from the first to the longest. */
    static Duration pause(int attempts) {
        Duration pause = FIRST.multipliedBy(1L << Math.clamp(attempts, 0, 10));
        return pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    }

    private void remove(TenantId tenant, PendingStore.StoredPending entry) {
        on.ledger().store(by, tenant, tx -> {
            PendingStore.remove(tx, entry.userId());
            return true;
        });
    }

    @Override
    public void close() {
        due.close();
    }
}
