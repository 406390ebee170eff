// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import java.util.List;

/** Builds the tenants feature. */
public final class TenantsModule implements FeatureModule {
    private final Tenants tenants;
    private final AppUsers users;
    private final Deletions deletions;

    /** Constructs everything; {@code erasures} are what the other features do when a tenant is deleted. */
    public TenantsModule(Foundation on, RoomAccess rooms, List<Erasure> erasures, TenantsConfig config) {
        this.tenants = new Tenants(on, rooms);
        this.users = new AppUsers(on.ledger(), rooms);
        this.deletions = new Deletions(on, rooms, erasures, config);
    }

    /** The tenants. */
    public Tenants tenants() {
        return tenants;
    }

    /** Their users. */
    public AppUsers users() {
        return users;
    }

    /** Deletions of tenants. */
    public Deletions deletions() {
        return deletions;
    }

    @Override
    public List<Route<?>> routes() {
        return new TenantRoutes(tenants, deletions, users).all();
    }
}
