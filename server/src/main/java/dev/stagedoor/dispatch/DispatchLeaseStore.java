// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.db.Tx;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.DispatchSpec;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.json.UnreadableStored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code dispatches}, for those who drive them: which are due, and who holds them. */
final class DispatchLeaseStore {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchLeaseStore.class);

    /** Where the runner finds dispatches that are due and held by nobody. */
    static final DueTable DUE = new DueTable(
            "dispatches",
            "dispatch_id",
            "greatest(next_at, lease_until)",
            "status NOT IN ('completed', 'failed') OR watched");

    /** Where dispatches are found that nothing is done for any more, by when they ended. */
    static final DueTable OVER =
            new DueTable("dispatches", "dispatch_id", "ended_at", "status IN ('completed', 'failed') AND NOT watched");

    private static final String LEASED =
            "state, state_version, join_seconds, unserved, watched, heard_at, replace_failed, replace_unclear, fence, asked, lease_until, waits_for <> '{}' AS waited";

    private DispatchLeaseStore() {}

    /** A row, as {@link #LEASED} selects it. */
    record StoredLease(
            String state,
            int stateVersion,
            int joinSeconds,
            @Nullable String unserved,
            boolean watched,
            @Nullable Instant heardAt,
            boolean replaceFailed,
            boolean replaceUnclear,
            long fence,
            @Nullable String asked,
            Instant leaseUntil,
            boolean waited) {
        private static StoredLease of(ResultSet row) throws SQLException {
            return new StoredLease(
                    row.getString("state"),
                    row.getInt("state_version"),
                    row.getInt("join_seconds"),
                    row.getString("unserved"),
                    row.getBoolean("watched"),
                    Tx.instant(row, "heard_at"),
                    row.getBoolean("replace_failed"),
                    row.getBoolean("replace_unclear"),
                    row.getLong("fence"),
                    row.getString("asked"),
                    Objects.requireNonNull(Tx.instant(row, "lease_until")),
                    row.getBoolean("waited"));
        }

        DispatchStore.Lease lease(Tx tx) {
            StoredDispatch.Columns columns = new StoredDispatch.Columns(
                    stateVersion, joinSeconds, unserved, watched, heardAt, replaceFailed, replaceUnclear);
            return new DispatchStore.Lease(
                    StoredDispatch.read(state, columns),
                    fence,
                    DispatchRowStore.reason(asked),
                    tx.epoch(),
                    state,
                    leaseUntil);
        }

        /** What it has waited for had not ended when it was requested. */
        DispatchStore.Lease taken(Tx tx) {
            DispatchStore.Lease lease = lease(tx);
            return waited ? afterWaiting(tx, lease) : lease;
        }

        private static DispatchStore.Lease afterWaiting(Tx tx, DispatchStore.Lease lease) {
            DispatchSpec spec = lease.dispatch().spec();
            Instant earlier = DispatchRowStore.earlierEndedAt(tx, spec.room(), spec.agentName());
            return lease.with(lease.dispatch().after(earlier));
        }
    }

    /** Dispatches that this version cannot read are leased too, so that it does not try them again at once. */
    static Optional<DispatchStore.Lease> take(Tx tx, DispatchId id, Instant now, Instant until) {
        Optional<StoredLease> taken = tx.query("""
                    UPDATE dispatches d SET fence = fence + 1, lease_until = :until
                     WHERE tenant_id = :tenant AND dispatch_id = :id
                       AND (status NOT IN ('completed', 'failed') OR watched) AND lease_until <= :now
                       AND (watched OR asked IS NOT NULL OR deadline <= :now
                            OR NOT EXISTS (SELECT FROM dispatches e
                                            WHERE e.tenant_id = :tenant AND e.dispatch_id = ANY (d.waits_for)
                                              AND e.status NOT IN ('completed', 'failed')))
                    RETURNING\s""" + LEASED)
                .bind("id", id)
                .bind("now", now)
                .bind("until", until)
                .map((row, ctx) -> StoredLease.of(row))
                .findOne();
        if (taken.isEmpty()) {
            postpone(tx, id, now);
        }
        return taken.flatMap(row -> UnreadableStored.orSkip(LOG, id, () -> row.taken(tx)));
    }

    /** It waits for another, if nobody has taken it in the meantime. */
    private static void postpone(Tx tx, DispatchId id, Instant now) {
        tx.update("""
                    UPDATE dispatches SET next_at = :later
                     WHERE tenant_id = :tenant AND dispatch_id = :id AND next_at <= :now AND lease_until <= :now
                    """)
                .bind("id", id)
                .bind("now", now)
                .bind("later", now.plus(DispatchStore.WAITS))
                .execute();
    }

    /**
     * It is not watched after its end if another one of its room, name and credential is live: that removes what is not its
     * own. What only renews the lease need not be durable: were it lost, another node would take the dispatch sooner.
     */
    private static final String SAVE = """
            UPDATE dispatches d
               SET status = :status, state = :state::jsonb, next_at = :nextAt, lease_until = :leaseUntil,
                   ended_at = :endedAt, unserved = :unserved, heard_at = :heardAt,
                   state_version = greatest(state_version, :version),
                   watched = :watched AND (watched OR status NOT IN ('completed', 'failed'))
                             AND NOT EXISTS (SELECT FROM dispatches newer
                                              WHERE newer.tenant_id = :tenant AND newer.room = d.room
                                                AND newer.agent_name = d.agent_name
                                                AND newer.credential_version = d.credential_version
                                                AND newer.dispatch_id <> d.dispatch_id
                                                AND newer.status NOT IN ('completed', 'failed'))
             WHERE tenant_id = :tenant AND dispatch_id = :id AND fence = :fence
            RETURNING set_config('synchronous_commit',
                                 CASE WHEN :renewal THEN 'off' ELSE current_setting('synchronous_commit') END, true),
            \s""" + LEASED;

    /** What is saved, and until when it is held then. */
    record Saved(DispatchStore.Lease held, Dispatch next, Instant nextAt, Instant leaseUntil) {
        private Query bind(Query query) {
            EndReason unserved = next.contact().unserved();
            return query.bind("id", next.id())
                    .bind("fence", held.fence())
                    .bind("status", next.status().wire())
                    .bind("state", StoredDispatch.over(held.stored(), next))
                    .bind("nextAt", nextAt)
                    .bind("leaseUntil", leaseUntil)
                    .bind("endedAt", next.endedAt())
                    .bind("unserved", unserved == null ? null : unserved.wire())
                    .bind("heardAt", next.contact().heardAt())
                    .bind("version", StoredDispatch.versionOf(next))
                    .bind("watched", next.watched())
                    .bind("renewal", next.equals(held.dispatch()));
        }
    }

    static Optional<DispatchStore.Lease> save(Tx tx, Saved saved) {
        return saved.bind(tx.query(SAVE))
                .map((row, ctx) -> StoredLease.of(row))
                .findOne()
                .map(row -> row.lease(tx));
    }

    /** The same, sent with the beginning of its transaction; {@link #lease} is what came of it. */
    static Tx.Opening<Optional<StoredLease>> saving(Saved saved) {
        return new Tx.Opening<>(
                SAVE, saved::bind, rows -> rows.next() ? Optional.of(StoredLease.of(rows)) : Optional.empty());
    }

    static Optional<DispatchStore.Lease> lease(Tx tx, Optional<StoredLease> saved) {
        return saved.map(row -> row.lease(tx));
    }
}
