// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Puts budgets and usage together. */
public final class BudgetModule implements FeatureModule {
    private static final Duration KEEP = Duration.ofMillis(500);

    private final BudgetRoutes budgets;
    private final UsageRoutes usage;
    private final CallHolds calls;

    /** Budgets on that foundation. */
    public BudgetModule(Foundation on) {
        this.budgets = new BudgetRoutes(on.ledger(), on.clock());
        this.usage = new UsageRoutes(on.ledger(), on.clock());
        this.calls = new CallHolds(on);
    }

    /** A deleted tenant has no budgets. */
    public static Erasure erasure() {
        return change -> Budgets.deleteAll(change.tx());
    }

    /** Where calls that belong to no run take from budgets. */
    public CallHolds calls() {
        return calls;
    }

    @Override
    public List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(budgets.all());
        all.addAll(usage.all());
        return all;
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("model calls kept", KEEP, calls::keep),
                new Job("model calls forfeited", Job.SOON, calls.due::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(calls.due);
    }

    @Override
    public void close() {
        calls.close();
    }
}
