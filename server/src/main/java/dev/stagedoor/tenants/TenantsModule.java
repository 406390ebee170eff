package dev.stagedoor.tenants;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.crypto.DataKeys;
import dev.stagedoor.db.Database;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import java.time.Clock;
import java.util.List;

/** Tenants, put together. */
public final class TenantsModule {
    private final Tenants tenants;
    private final AppUsers users;
    private final Evictions evictions;
    private final Deletions deletions;

    /** Over what the floors below give. */
    public TenantsModule(
            Ledger ledger,
            Database database,
            Idempotency idempotency,
            DataKeys dataKeys,
            TenantsConfig config,
            Clock clock) {
        this.evictions = new Evictions(ledger, database, clock);
        this.tenants = new Tenants(ledger, database, idempotency, dataKeys, evictions, clock);
        this.users = new AppUsers(ledger, evictions);
        this.deletions = new Deletions(ledger, dataKeys, config);
    }

    /** The tenants. */
    public Tenants tenants() {
        return tenants;
    }

    /** Their users. */
    public AppUsers users() {
        return users;
    }

    /** Who is kept out of rooms. */
    public Evictions evictions() {
        return evictions;
    }

    /** The end of tenants. */
    public Deletions deletions() {
        return deletions;
    }

    /** All routes of the feature. */
    public List<Route<?>> routes() {
        return new TenantsRoutes(tenants, deletions, users).all();
    }
}
