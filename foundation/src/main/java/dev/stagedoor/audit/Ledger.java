// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.audit.lane.Lanes;
import dev.stagedoor.audit.lane.OutcomeLookUp;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The only access to a tenant's data. Every read and change goes through it, on behalf of a {@link Principal}, and
 * every grant through {@link #append}.
 */
public final class Ledger implements AutoCloseable, MeterBinder {
    private final Database database;
    private final Clock clock;
    private final Lanes lanes;
    private final OutcomeLookUp lookUp;
    private Timer grants = timer("grant", new SimpleMeterRegistry());
    private Timer changes = timer("change", new SimpleMeterRegistry());

    /** A ledger over the database, with its own lanes for the group commit. */
    public Ledger(Database database, Clock clock) {
        this(database, clock, LedgerConfig.STANDARD);
    }

    /** A ledger over the database, with its own lanes for the group commit. */
    public Ledger(Database database, Clock clock, LedgerConfig config) {
        this.database = database;
        this.clock = clock;
        this.lanes = new Lanes(database, config.lanes(), config.queue(), config.deadline());
        this.lookUp = new OutcomeLookUp(database, config.deadline());
    }

    /** To be called before the ledger is used. */
    @Override
    public void bindTo(MeterRegistry registry) {
        grants = timer("grant", registry);
        changes = timer("change", registry);
        Gauge.builder("stagedoor.ledger.waiting", this, Ledger::waiting)
                .description("Grants waiting to be committed")
                .register(registry);
    }

    private static Timer timer(String kind, MeterRegistry registry) {
        return Timer.builder("stagedoor.audit.append")
                .description("Time until an audit entry was durable, or refused")
                .tag("kind", kind)
                .register(registry);
    }

    /**
     * Reads a tenant's data, in a transaction that cannot write.
     *
     * @throws StaleEpoch if the snapshot that admitted {@code by} is stale
     * @throws Problem {@code not_found} if {@code by} has no access to the tenant
     */
    public <T> T read(Principal by, TenantId tenant, Function<Tx, T> work) {
        cover(by, tenant);
        return database.read(tenant, tx -> {
            prove(by, tx);
            return work.apply(tx);
        });
    }

    /**
     * Stores something that neither grants nor revokes (a lease, {@code last_used}, a receipt's line): no entry, no
     * epoch, and the ledger row is read, not locked, so the tenant's grants do not wait for it.
     *
     * @throws StaleEpoch as {@link #read}
     * @throws Problem as {@link #read}
     */
    public <T> T store(Principal by, TenantId tenant, Function<Tx, T> work) {
        cover(by, tenant);
        return database.store(tenant, tx -> {
            prove(by, tx);
            return work.apply(tx);
        });
    }

    /**
     * As {@link #store(Principal, TenantId, Function)}, with a statement that is sent together with the beginning of the
     * transaction. If PostgreSQL ends it for another's sake, it is done once more.
     */
    public <A, T> T store(Principal by, TenantId tenant, Tx.Opening<A> first, BiFunction<Tx, A, T> work) {
        cover(by, tenant);
        return database.store(tenant, first, (tx, opened) -> {
            prove(by, tx);
            return work.apply(tx, opened);
        });
    }

    /**
     * As {@link #store}, but one after the other with the tenant's changes, whose ledger row is locked: for what is told in an
     * order, as events are. The tenant's grants wait for it.
     *
     * @throws StaleEpoch as {@link #read}
     * @throws Problem as {@link #change}
     */
    public <T> T storeInOrder(Principal by, TenantId tenant, Function<Tx, T> work) {
        cover(by, tenant);
        return database.write(tenant, tx -> {
            prove(by, tx);
            return work.apply(tx);
        });
    }

    /**
     * Changes a tenant: the writes, entries and cost of {@code work} commit together or not at all. What an operator
     * does to a tenant stands in the platform's chain as well, in the same commit (K1).
     *
     * @throws StaleEpoch if the snapshot that admitted {@code by} is stale; nothing was written
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}
     */
    public <T> T change(Principal by, TenantId tenant, Function<ChangeTx, T> work) {
        cover(by, tenant);
        LedgerChange<T> change = new LedgerChange<>(tx -> prove(by, tx), clock.instant(), work);
        try {
            return changes.record(() -> settled(by, tenant, change));
        } finally {
            lanes.changed(tenant);
        }
    }

    private <T> T settled(Principal by, TenantId tenant, LedgerChange<T> change) {
        if (isByOperator(by, tenant)) {
            return change.settle(
                    lookUp,
                    () -> database.write(
                            TenantId.PLATFORM,
                            platform -> change.runForOperator(
                                    platform,
                                    tx -> database.within(tx, tenant),
                                    tx -> database.within(tx, TenantId.PLATFORM))));
        }
        return change.settle(lookUp, () -> database.write(tenant, change::run));
    }

    private static boolean isByOperator(Principal by, TenantId tenant) {
        return by instanceof Principal.Operator && !tenant.equals(TenantId.PLATFORM);
    }

    /**
     * {@link #change(Principal, TenantId, Function)}, but only while {@code judgedBy} is current.
     *
     * @throws StaleEpoch also if that snapshot is stale; nothing was written
     */
    public <T> T change(Principal by, Proof judgedBy, Function<ChangeTx, T> work) {
        return change(by, judgedBy.tenant(), change -> {
            change.tx().require(judgedBy);
            return work.apply(change);
        });
    }

    /**
     * {@link #change(Principal, TenantId, Function)}, but with the platform's entries as {@code onPlatform} says them,
     * whoever {@code by} is. Requires access to the platform.
     *
     * @throws StaleEpoch as {@link #change}
     * @throws Problem as {@link #change}
     */
    public <T> T changeOfPlatform(
            Principal by, TenantId tenant, Consumer<ChangeTx> onPlatform, Function<ChangeTx, T> onTenant) {
        return withPlatform(by, onPlatform, onTenant, tx -> database.within(tx, tenant));
    }

    /**
     * Creates a tenant: its ledger row, its first entries and an entry in the platform's chain commit together.
     *
     * @throws Problem {@code conflict} if the tenant already has a ledger row; otherwise as {@link #change}
     */
    public <T> T found(Principal by, TenantId tenant, Consumer<ChangeTx> onPlatform, Function<ChangeTx, T> onTenant) {
        return withPlatform(by, onPlatform, onTenant, tx -> database.found(tx, tenant));
    }

    private <T> T withPlatform(
            Principal by, Consumer<ChangeTx> onPlatform, Function<ChangeTx, T> onTenant, UnaryOperator<Tx> onward) {
        cover(by, TenantId.PLATFORM);
        LedgerChange<T> change = new LedgerChange<>(tx -> prove(by, tx), clock.instant(), onTenant);
        return change.settle(lookUp, () -> database.write(TenantId.PLATFORM, tx -> change.run(tx, onPlatform, onward)));
    }

    /** {@link #change} without a result. */
    public void changing(Principal by, TenantId tenant, Consumer<ChangeTx> work) {
        change(by, tenant, change -> {
            work.accept(change);
            return true;
        });
    }

    /**
     * Appends a grant by group commit, and returns when it is durable (T1). Blocks the (virtual) thread, at most until
     * the deadline. An operator's grant, and one whose tenant's row is held, is a change of its own.
     *
     * @throws StaleEpoch if the state behind the grant, or the caller's access, has changed since
     * @throws Problem {@code not_found}, {@code budget_exhausted}, {@code concurrency_exhausted},
     *     {@code audit_unavailable}, {@code busy}, {@code shutting_down}
     */
    public void append(Principal by, Grant grant) {
        TenantId tenant = grant.proof().tenant();
        cover(by, tenant);
        if (isByOperator(by, tenant) || database.holds(tenant)) {
            change(by, grant.proof(), change -> {
                change.append(grant.entry(), grant.cost(), grant.budget());
                return true;
            });
            return;
        }
        Proof proof = by.proof();
        long platformEpoch = Lanes.NO_EPOCH;
        if (proof != null && proof.tenant().equals(TenantId.PLATFORM)) {
            platformEpoch = proof.epoch();
        } else if (proof != null && !proof.equals(grant.proof())) {
            // Two snapshots of one tenant: at most one is current.
            throw new StaleEpoch(tenant, Math.min(proof.epoch(), grant.proof().epoch()));
        }
        long epoch = platformEpoch;
        grants.record(() -> lanes.append(grant, epoch));
    }

    /** Whether this thread's work holds the tenant's row: it must not wait for another thread's change of the tenant. */
    public boolean holds(TenantId tenant) {
        return database.holds(tenant);
    }

    /** The number of grants waiting for a group commit, for the metrics. */
    public int waiting() {
        return lanes.waiting();
    }

    /** Stops accepting grants, and returns once the pending ones are answered. The database stays open. */
    @Override
    public void close() {
        lanes.close();
    }

    private static void cover(Principal by, TenantId tenant) {
        if (!by.covers(tenant)) {
            throw Problem.notFound("tenant");
        }
    }

    private static void prove(Principal by, Tx tx) {
        Proof proof = by.proof();
        if (proof != null) {
            tx.require(proof);
        }
    }
}
