// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.budgets;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import java.util.ArrayList;
import java.util.List;

/** Puts budgets and usage together. */
public final class BudgetModule implements FeatureModule {
    private final BudgetRoutes budgets;
    private final UsageRoutes usage;

    /** Budgets on that foundation. */
    public BudgetModule(Foundation on) {
        this.budgets = new BudgetRoutes(on.ledger(), on.clock());
        this.usage = new UsageRoutes(on.ledger(), on.clock());
    }

    /** A deleted tenant has no budgets. */
    public static Erasure erasure() {
        return change -> Budgets.deleteAll(change.tx());
    }

    @Override
    public List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(budgets.all());
        all.addAll(usage.all());
        return all;
    }
}
