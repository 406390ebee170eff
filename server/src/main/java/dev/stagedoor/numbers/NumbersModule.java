// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.numbers;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import java.util.List;

/** Builds the feature of phone numbers. */
public final class NumbersModule implements FeatureModule {
    private final Numbers numbers;

    /** Constructs everything. */
    public NumbersModule(Foundation on) {
        this.numbers = new Numbers(on);
    }

    /** A deleted tenant has no numbers. */
    public static Erasure erasure() {
        return change -> NumberStore.deleteAll(change.tx());
    }

    /** The door. */
    public Numbers numbers() {
        return numbers;
    }

    @Override
    public List<Route<?>> routes() {
        return new NumberRoutes(numbers).all();
    }
}
