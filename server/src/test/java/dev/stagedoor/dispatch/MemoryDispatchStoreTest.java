// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.EndReason;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.List;

/** The simulations' store keeps the contract. */
class MemoryDispatchStoreTest extends DispatchStoreContract {
    private int tenants;

    private final MemoryDispatchStore store = new MemoryDispatchStore();

    @Override
    TenantId tenant() {
        return new TenantId("ten_%026d".formatted(++tenants));
    }

    @Override
    DispatchStore store() {
        return store;
    }

    @Override
    DueSource due() {
        return store;
    }

    @Override
    void insert(Dispatch dispatch, Instant leaseUntil, List<DispatchId> waitsFor) {
        store.insert(dispatch, leaseUntil, waitsFor);
    }

    @Override
    boolean ask(Dispatch dispatch, EndReason reason, Instant now) {
        return store.ask(dispatch.id(), reason, now);
    }
}
