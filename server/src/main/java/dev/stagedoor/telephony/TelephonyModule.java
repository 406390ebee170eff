// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony;

import dev.stagedoor.calls.Calls;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.numbers.Numbers;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.Tenants;
import dev.stagedoor.vault.Vault;
import java.util.List;

/** Builds the feature of phone calls. */
public final class TelephonyModule implements FeatureModule {
    private final List<Route<?>> routes;

    /** The doors of the features that a phone call goes through. */
    public record Doors(Tenants tenants, Vault vault, Numbers numbers, Calls calls) {}

    /** Phone calls through those doors. */
    public TelephonyModule(Foundation on, Doors doors, TelephonyConfig config) {
        this.routes = new TelephonyRoutes(
                        new PhoneCalls(on, doors, config), new FrontEndSignature(on, doors, config))
                .all();
    }

    /** A deleted tenant has no phone calls, and no settings of them. */
    public static Erasure erasure() {
        return change -> {
            PhoneCallStore.deleteAll(change.tx());
            PhoneSettingsStore.deleteAll(change.tx());
        };
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }
}
