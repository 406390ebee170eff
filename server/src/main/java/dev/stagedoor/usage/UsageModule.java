// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import java.util.List;

/** Builds what counts what tenants used. */
public final class UsageModule implements FeatureModule {
    private final List<Route<?>> routes;

    /** Counts in that database. */
    public UsageModule(Foundation on) {
        this.routes = new UsageRoutes(on.ledger(), on.clock()).all();
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
