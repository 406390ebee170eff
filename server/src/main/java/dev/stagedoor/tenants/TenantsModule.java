package dev.stagedoor.tenants;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.keys.DataKeys;
import java.time.Clock;
import java.util.List;

/** Builds the tenants feature. */
public final class TenantsModule {
    private final Tenants tenants;
    private final AppUsers users;
    private final Deletions deletions;

    /** Constructs everything. */
    public TenantsModule(
            Ledger ledger,
            Database database,
            Idempotency idempotency,
            DataKeys dataKeys,
            RoomAccess rooms,
            TenantsConfig config,
            Clock clock) {
        this.tenants = new Tenants(ledger, database, idempotency, dataKeys, rooms, clock);
        this.users = new AppUsers(ledger, rooms);
        this.deletions = new Deletions(ledger, dataKeys, rooms, config);
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

    /** All routes of the feature. */
    public List<Route<?>> routes() {
        return new TenantsRoutes(tenants, deletions, users).all();
    }
}
