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
            ChangeTx change = new ChangeTx(tx, clock.instant());
            T result = work.apply(change);
            if (change.drafts().isEmpty()) {
                throw new IllegalStateException("a change of " + tenant + " without an audit entry");
            }
            LedgerStore.append(change);
            return result;
        });
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
