// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import dev.stagedoor.kernel.TenantId;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** A tenant's locked ledger row and the transaction that holds it, which a thread's work joins until it commits. */
final class HeldRow implements AutoCloseable {
    private static final String BEFORE = "before_the_change";

    private final Handle handle;
    private final Tx tx;
    private final TenantGate.Place place;
    private boolean over;

    private HeldRow(Handle handle, Tx tx, TenantGate.Place place) {
        this.handle = handle;
        this.tx = tx;
        this.place = place;
    }

    /** Locks the row by {@code open}; {@code place} is left when it is given back. */
    static HeldRow lock(Handle handle, Function<Handle, Tx> open, TenantGate.Place place) {
        try {
            handle.begin();
            return new HeldRow(handle, open.apply(handle), place);
        } catch (RuntimeException e) {
            undone(handle, e);
            throw e;
        }
    }

    private static void undone(Handle handle, RuntimeException why) {
        try (handle) {
            handle.rollback();
        } catch (RuntimeException lost) {
            why.addSuppressed(lost);
        }
    }

    /** Whether it still holds the row of that tenant. */
    boolean isOf(TenantId tenant) {
        return !over && tx.tenant().equals(tenant);
    }

    /** The epoch, which stays as it is while the row is held. */
    long epoch() {
        return tx.epoch();
    }

    <T> T read(Function<Tx, T> work) {
        return work.apply(tx);
    }

    /** Commits the change and gives the row back. A change that fails is undone, and the row stays held. */
    <T> T write(Function<Tx, T> work) {
        handle.savepoint(BEFORE);
        T made;
        try {
            made = work.apply(tx);
            tx.deferred().send();
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
        end(handle::commit);
        return made;
    }

    private void end(Runnable transaction) {
        over = true;
        try {
            transaction.run();
        } finally {
            leave();
        }
    }

    private void leave() {
        try {
            handle.close();
        } finally {
            place.close();
        }
    }

    private void undo(RuntimeException why) {
        tx.deferred().forget();
        try {
            handle.rollbackToSavepoint(BEFORE);
        } catch (RuntimeException lost) {
            why.addSuppressed(lost);
            close();
        }
    }

    @Override
    public void close() {
        if (!over) {
            end(handle::rollback);
        }
    }
}
