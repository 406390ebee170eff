// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueTable;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Ids;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes from budgets for calls that belong to no run: the most that a call may use is held before it is sent, and what it
 * used is settled after it. A hold lasts as long as its node renews it; one whose node has died counts in full.
 */
public final class CallHolds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CallHolds.class);
    private static final DueTable TABLE = new DueTable("model_call_holds", "hold_id", "due_at", "TRUE");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEWED_BEFORE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Principal by = new Principal.SystemJob("budgets", "calls");
    private final Foundation on;
    private final Set<Hold> open = ConcurrentHashMap.newKeySet();
    private final Set<TenantId> keeping = ConcurrentHashMap.newKeySet();
    final DueRows due;

    /**
     * The most that a call may use.
     *
     * @param most     its tokens and its price; one call
     * @param unpriced its model, if that has no price; null if it has one
     */
    public record Call(
            String profileId, Amounts most, @Nullable String unpriced) {}

    CallHolds(Foundation on) {
        this.on = on;
        this.due = new DueRows("model calls", TABLE, on.database(), on.clock(), this::forfeit);
    }

    /** What a call in progress holds. */
    public final class Hold {
        private final TenantId tenant;
        private final String id;
        private volatile Instant until;
        private volatile @Nullable Amounts used;

        private Hold(TenantId tenant, Instant now) {
            this.tenant = tenant;
            this.id = Ids.next("hold", now);
            this.until = now.plus(LEASE);
        }

        /** The call has ended. It is settled at once, or soon if the thread is interrupted or the store fails. */
        public void settle(Amounts itsUse) {
            used = itsUse;
            if (open.contains(this) && !Thread.currentThread().isInterrupted()) {
                settleOrWarn(tenant, List.of(this));
            }
        }
    }

    /**
     * Holds the most that a call may use, from its profile's budget and the tenant's.
     *
     * @throws Problem {@code budget_exhausted} saying which budget never permits it; {@code concurrency_exhausted} while
     *     other calls hold what it needs
     */
    public Hold take(TenantId tenant, Call call) {
        Instant now = on.clock().instant();
        Hold hold = new Hold(tenant, now);
        Budgets.Wanted wanted = new Budgets.Wanted(
                List.of(Account.ofProfile(call.profileId()), Account.TENANT), call.most(), call.unpriced());
        Budgets.Verdict verdict = on.ledger()
                .store(
                        by,
                        tenant,
                        tx -> Budgets.reserve(
                                tx,
                                wanted,
                                now,
                                accounts -> CallHoldStore.insert(tx, stored(hold, accounts, call.most()))));
        String exhausted = verdict.exhausted();
        if (exhausted != null) {
            throw Problem.of(ErrorCode.BUDGET_EXHAUSTED, exhausted);
        }
        if (!verdict.granted()) {
            throw Problem.of(ErrorCode.CONCURRENCY_EXHAUSTED, "Calls in progress hold the rest of the budget.")
                    .retryAfter(SOON);
        }
        if (verdict.holds()) {
            open.add(hold);
        }
        return hold;
    }

    private static CallHoldStore.StoredHold stored(Hold hold, List<String> accounts, Amounts most) {
        return new CallHoldStore.StoredHold(hold.id, accounts, most.tokens(), most.micros(), hold.until);
    }

    /** Settles what is left to settle, and renews the rest; a tenant whose store hangs stops no other (I7). */
    void keep() {
        byTenant().forEach((tenant, its) -> {
            if (keeping.add(tenant)) {
                Thread.ofVirtual().name("model-calls-kept").start(() -> {
                    try {
                        settleOrWarn(tenant, its);
                        renewOrWarn(tenant, its);
                    } finally {
                        keeping.remove(tenant);
                    }
                });
            }
        });
    }

    private Map<TenantId, List<Hold>> byTenant() {
        return open.stream().collect(Collectors.groupingBy(hold -> hold.tenant));
    }

    private void settleOrWarn(TenantId tenant, List<Hold> holds) {
        Map<String, Hold> ended = holds.stream()
                .filter(hold -> hold.used != null)
                .collect(Collectors.toMap(hold -> hold.id, Function.identity()));
        if (ended.isEmpty()) {
            return;
        }
        try {
            on.ledger().store(by, tenant, tx -> settled(tx, ended));
            open.removeAll(ended.values());
        } catch (RuntimeException failed) {
            LOG.warn("could not settle {} calls of models; trying again: {}", ended.size(), failed.toString());
        }
    }

    private boolean settled(Tx tx, Map<String, Hold> ended) {
        List<Budgets.Settlement> settlements = CallHoldStore.release(tx, List.copyOf(ended.keySet())).stream()
                .map(held -> {
                    Hold hold = ended.get(held.holdId());
                    Amounts used = hold == null ? null : hold.used;
                    return new Budgets.Settlement(
                            held.accounts(), held.amounts(), used == null ? held.amounts() : used);
                })
                .toList();
        Budgets.apply(tx, settlements, on.clock().instant());
        return true;
    }

    private void renewOrWarn(TenantId tenant, List<Hold> holds) {
        Instant now = on.clock().instant();
        List<Hold> soon = holds.stream()
                .filter(hold -> hold.used == null && hold.until.isBefore(now.plus(RENEWED_BEFORE)))
                .toList();
        if (soon.isEmpty()) {
            return;
        }
        Instant until = now.plus(LEASE);
        try {
            on.ledger().store(by, tenant, tx -> {
                CallHoldStore.renew(tx, soon.stream().map(hold -> hold.id).toList(), until);
                return true;
            });
            soon.forEach(hold -> hold.until = until);
        } catch (RuntimeException failed) {
            LOG.warn("could not renew what {} calls of models hold: {}", soon.size(), failed.toString());
        }
    }

    private void forfeit(DueRows.Row row) {
        Instant now = on.clock().instant();
        on.ledger().store(by, row.tenant(), tx -> {
            List<Budgets.Settlement> settlements = CallHoldStore.releaseDue(tx, row.id(), now).stream()
                    .map(held -> new Budgets.Settlement(held.accounts(), held.amounts(), held.amounts()))
                    .toList();
            Budgets.apply(tx, settlements, now);
            return true;
        });
    }

    @Override
    public void close() {
        due.close();
        byTenant().forEach(this::settleOrWarn);
    }
}
