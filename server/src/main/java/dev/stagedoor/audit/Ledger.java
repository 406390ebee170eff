package dev.stagedoor.audit;

import dev.stagedoor.db.Database;
import dev.stagedoor.db.Tx;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Proof;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door to a tenant's data: nothing of a tenant is read or changed but through it, for somebody ({@link Principal}),
 * and no grant leaves but by {@link #append}.
 */
public final class Ledger {
    private final Database database;
    private final Clock clock;

    /** A ledger over the database, with lanes of its own for the group commit. */
    public Ledger(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Reads of a tenant.
     *
     * @throws StaleEpoch if the snapshot that let {@code by} in is no longer true
     * @throws Problem {@code not_found} if {@code by} has nothing to do with the tenant
     */
    public <T> T read(Principal by, TenantId tenant, Function<Tx, T> work) {
        cover(by, tenant);
        return database.read(tenant, tx -> {
            prove(by, tx);
            return work.apply(tx);
        });
    }

    /**
     * Changes a tenant: the work's writes, its entries and its cost commit together or not at all.
     *
     * @throws StaleEpoch if the snapshot that let {@code by} in is no longer true; nothing was written
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}
     */
    public <T> T change(Principal by, TenantId tenant, Function<ChangeTx, T> work) {
        cover(by, tenant);
        return database.write(tenant, tx -> {
            prove(by, tx);
            return finish(new ChangeTx(tx, clock.instant()), work);
        });
    }

    /**
     * Changes a tenant, and the platform with it: both chains tell of it, in one commit. For what operators must be able
     * to read on the platform's chain when the tenant is gone.
     */
    public <T> T changeOfPlatform(
            Principal by, TenantId tenant, Consumer<ChangeTx> onPlatform, Function<ChangeTx, T> onTenant) {
        return withPlatform(by, tenant, onPlatform, onTenant, tx -> {});
    }

    /** Founds a tenant: its ledger row, its first entries and an entry of the platform's chain commit together. */
    public <T> T found(Principal by, TenantId tenant, Consumer<ChangeTx> onPlatform, Function<ChangeTx, T> onTenant) {
        return withPlatform(by, tenant, onPlatform, onTenant, tx -> LedgerStore.found(tx, tenant));
    }

    private <T> T withPlatform(
            Principal by,
            TenantId tenant,
            Consumer<ChangeTx> onPlatform,
            Function<ChangeTx, T> onTenant,
            Consumer<Tx> before) {
        cover(by, tenant);
        return database.write(TenantId.PLATFORM, tx -> {
            prove(by, tx);
            ChangeTx platform = new ChangeTx(tx, clock.instant());
            finish(platform, change -> {
                onPlatform.accept(change);
                return true;
            });
            before.accept(tx);
            return finish(new ChangeTx(database.within(tx, tenant), platform.now()), onTenant);
        });
    }

    private static <T> T finish(ChangeTx change, Function<ChangeTx, T> work) {
        T result = work.apply(change);
        if (change.drafts().isEmpty()) {
            throw new IllegalStateException("a change of " + change.tx().tenant() + " without an audit entry");
        }
        LedgerStore.append(change);
        return result;
    }

    /**
     * Writes down what grants nothing and takes nothing away (a lease, {@code last_used}, a receipt's step): no entry, no
     * epoch, and the ledger row is read, not locked, so that the tenant's grants do not wait for it.
     *
     * @throws StaleEpoch if the snapshot that let {@code by} in is no longer true
     */
    public <T> T note(Principal by, TenantId tenant, Function<Tx, T> work) {
        return read(by, tenant, work);
    }

    /** {@link #change} without a result. */
    public void changing(Principal by, TenantId tenant, Consumer<ChangeTx> work) {
        change(by, tenant, change -> {
            work.accept(change);
            return true;
        });
    }

    /**
     * Appends a grant by group commit, and returns when it is durable (T1). Blocks its (virtual) thread.
     *
     * @throws StaleEpoch if what it was granted by has changed since
     * @throws Problem {@code budget_exhausted}, {@code concurrency_exhausted}, {@code audit_unavailable}, {@code busy}
     */
    public void append(Grant grant) {
        database.write(grant.proof().tenant(), tx -> {
            if (tx.epoch() != grant.proof().epoch()) {
                throw new StaleEpoch(grant.proof().tenant(), grant.proof().epoch());
            }
            ChangeTx change = new ChangeTx(tx, grant.entry().at());
            change.append(grant.entry(), grant.cost(), grant.budget());
            LedgerStore.append(change);
            return true;
        });
    }

    private static void cover(Principal by, TenantId tenant) {
        if (!by.covers(tenant)) {
            throw Problem.notFound("tenant");
        }
    }

    private static void prove(Principal by, Tx tx) {
        Proof proof = by.proof();
        if (proof == null) {
            return;
        }
        long now = proof.tenant().equals(TenantId.PLATFORM) ? tx.platformEpoch() : tx.epoch();
        if (now != proof.epoch()) {
            throw new StaleEpoch(proof.tenant(), proof.epoch());
        }
    }
}
