// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls.timeline;

import dev.stagedoor.calls.Calls;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import java.util.List;

/** Builds what tells a call's story. */
public final class TimelineModule implements FeatureModule {
    private final List<Route<?>> routes;

    /** Of those calls and dispatches. */
    public TimelineModule(Foundation on, Calls calls, Dispatches dispatches) {
        this.routes = new TimelineRoutes(new Timeline(on.ledger(), calls, dispatches)).all();
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
