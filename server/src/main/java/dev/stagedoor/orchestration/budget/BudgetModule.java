// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.budget;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import java.util.ArrayList;
import java.util.List;

/** Puts budgets and usage together. */
public final class BudgetModule {
    private final BudgetRoutes budgets;
    private final UsageRoutes usage;

    /** Budgets on that foundation. */
    public BudgetModule(Foundation on) {
        this.budgets = new BudgetRoutes(on.ledger(), on.clock());
        this.usage = new UsageRoutes(on.ledger(), on.clock());
    }

    /** Its routes. */
    public List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(budgets.all());
        all.addAll(usage.all());
        return all;
    }
}
