// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.idempotency;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.http.IdempotencyKey;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Executes each change at most once per idempotency key. */
public final class Idempotency {
    /** How long keys are kept. */
    public static final Duration KEPT = Duration.ofHours(24);

    private static final int TENANTS_AT_ONCE = 200;

    private final Ledger ledger;
    private final Database database;
    private final Clock clock;

    /** Changes go through {@code ledger}; {@code database} is only polled for expired keys. */
    public Idempotency(Ledger ledger, Database database, Clock clock) {
        this.ledger = ledger;
        this.database = database;
        this.clock = clock;
    }

    /**
     * {@link Ledger#change}, once: {@code work} runs for the first request with the key; {@code again} answers later
     * ones from the ids that the first one created. Without a key, {@code work} always runs.
     *
     * @throws Problem {@code idempotency_conflict} if the key came with another request
     */
    public <T> T once(
            Principal by,
            TenantId tenant,
            Optional<IdempotencyKey> key,
            Function<ChangeTx, Made<T>> work,
            Function<Map<String, String>, T> again) {
        return once(change -> ledger.change(by, tenant, change), key, Outcome.FINAL, work, again);
    }

    /** As {@link #once(Principal, TenantId, Optional, Function, Function)}, but only while the snapshot is current. */
    public <T> T once(
            Principal by,
            Proof judgedBy,
            Optional<IdempotencyKey> key,
            Function<ChangeTx, Made<T>> work,
            Function<Map<String, String>, T> again) {
        return once(by, judgedBy, key, Outcome.FINAL, work, again);
    }

    /**
     * As {@link #once(Principal, Proof, Optional, Function, Function)}, for work whose outcome may come to nothing
     * later: where {@code stands} is false of what the first request made, the key is free, and {@code work} runs
     * again.
     */
    public <T> T once(
            Principal by,
            Proof judgedBy,
            Optional<IdempotencyKey> key,
            Outcome stands,
            Function<ChangeTx, Made<T>> work,
            Function<Map<String, String>, T> again) {
        return once(change -> ledger.change(by, judgedBy, change), key, stands, work, again);
    }

    /** Judges what an earlier request made, by its ids. */
    @FunctionalInterface
    public interface Outcome {
        /** Whatever was made, stands. */
        Outcome FINAL = (tx, ids) -> true;

        /** Whether it is still the answer to the same request. */
        boolean stands(Tx tx, Map<String, String> ids);
    }

    private <T> T once(
            Function<Function<ChangeTx, T>, T> ledger,
            Optional<IdempotencyKey> key,
            Outcome stands,
            Function<ChangeTx, Made<T>> work,
            Function<Map<String, String>, T> again) {
        try {
            return ledger.apply(change -> {
                begin(change, key, stands);
                Made<T> made = work.apply(change);
                remember(change, key, made.ids());
                return made.result();
            });
        } catch (Replay replay) {
            return again.apply(replay.ids());
        }
    }

    /**
     * Begins a change that {@link #once} cannot hold (it spans the platform and a tenant).
     *
     * @throws Replay if the request was already executed
     * @throws Problem {@code idempotency_conflict} if the key came with another request
     */
    public void begin(ChangeTx change, Optional<IdempotencyKey> key) {
        begin(change, key, Outcome.FINAL);
    }

    private static void begin(ChangeTx change, Optional<IdempotencyKey> key, Outcome outcome) {
        if (key.isEmpty()) {
            return;
        }
        Instant since = change.now().minus(KEPT);
        IdempotencyStore.find(change.tx(), key.get().key(), since).ifPresent(row -> {
            if (!key.get().request().equals(row.request())) {
                throw Problem.of(
                        ErrorCode.IDEMPOTENCY_CONFLICT,
                        "This Idempotency-Key was used for a different request in the last 24 hours.");
            }
            if (outcome.stands(change.tx(), row.ids())) {
                throw new Replay(row.ids());
            }
        });
    }

    /** Completes {@link #begin}: the ids are stored if the change commits. */
    public void remember(ChangeTx change, Optional<IdempotencyKey> key, Map<String, String> ids) {
        key.ifPresent(known -> IdempotencyStore.insert(
                change.tx(), known.key(), new IdempotencyStore.Row(known.request(), ids), change.now()));
    }

    /** Forgets all keys of a tenant that is deleted: what their senders wrote in them may be personal. */
    public static void forget(Tx tx) {
        IdempotencyStore.deleteAll(tx);
    }

    /** Deletes keys older than {@link #KEPT}, for a job; returns how many. */
    public int purge(Principal.SystemJob by) {
        Instant until = clock.instant().minus(KEPT);
        int purged = 0;
        List<TenantId> tenants;
        do {
            tenants = database.poll(handle -> IdempotencyStore.tenantsUpTo(handle, until, TENANTS_AT_ONCE));
            for (TenantId tenant : tenants) {
                purged += ledger.store(by, tenant, tx -> IdempotencyStore.deleteUpTo(tx, until));
            }
        } while (tenants.size() == TENANTS_AT_ONCE);
        return purged;
    }
}
