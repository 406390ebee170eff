// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.rewrap;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import java.util.List;

/** Puts the change of the master key together. */
public final class RewrapModule implements FeatureModule {
    /** A second or so of work. */
    private static final int PAGE = 200;

    private final Rewrap rewrap;

    /** On that database. */
    public RewrapModule(Foundation on) {
        this.rewrap = new Rewrap(on.ledger(), on.database(), on.dataKeys(), PAGE);
    }

    @Override
    public List<Route<?>> routes() {
        return new RewrapRoutes(rewrap).routes();
    }
}
