// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.dtmf;

import dev.stagedoor.calls.Calls;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.projects.Projects;
import java.util.List;

/** Builds the part of phone calls that presses keys. */
public final class DtmfModule implements FeatureModule {
    private final List<Route<?>> routes;

    /** Presses keys in those calls. */
    public DtmfModule(Foundation on, Calls calls, Projects projects) {
        this.routes = new DtmfRoutes(new Dtmf(on, calls, projects)).all();
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
