// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.Tenants;
import java.util.List;

/** Builds the access feature. */
public final class AccessModule implements FeatureModule {
    private final ApiKeys keys;
    private final LastUsed lastUsed;
    private final KeyAuthenticator authenticator;

    /** Constructs everything. */
    public AccessModule(Foundation on, Tenants tenants, AccessConfig config) {
        this.keys = new ApiKeys(on, new KeyRules(config));
        this.lastUsed = new LastUsed(on.ledger());
        KeyDirectory directory = new KeyDirectory(on.database());
        this.authenticator = new KeyAuthenticator(directory, on.snapshots(), tenants, lastUsed, on.clock());
    }

    /** What becomes of a deleted tenant's keys. */
    public static Erasure erasure() {
        return change -> ApiKeyStore.eraseAll(change.tx(), change.now());
    }

    /** The keys. */
    public ApiKeys keys() {
        return keys;
    }

    /** Authenticates requests. */
    public KeyAuthenticator authenticator() {
        return authenticator;
    }

    @Override
    public List<Route<?>> routes() {
        return new AccessRoutes(keys).all();
    }

    /** Writes pending last-used times; call it before the database is closed. */
    @Override
    public void close() {
        lastUsed.close();
    }
}
