package dev.stagedoor.access;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Route;
import dev.stagedoor.idempotency.Idempotency;
import dev.stagedoor.tenants.Tenants;
import java.time.Clock;
import java.util.List;

/** Builds the access feature. */
public final class AccessModule implements AutoCloseable {
    private final ApiKeys keys;
    private final LastUsed lastUsed;
    private final KeyAuthenticator authenticator;

    /** Constructs everything. */
    public AccessModule(
            Ledger ledger,
            Database database,
            Snapshots snapshots,
            Idempotency idempotency,
            Tenants tenants,
            AccessConfig config,
            Clock clock) {
        this.keys = new ApiKeys(ledger, idempotency, new KeyRules(config), clock);
        this.lastUsed = new LastUsed(ledger);
        this.authenticator =
                new KeyAuthenticator(new KeyDirectory(database, clock), snapshots, tenants, lastUsed, clock);
    }

    /** The keys. */
    public ApiKeys keys() {
        return keys;
    }

    /** Authenticates requests. */
    public KeyAuthenticator authenticator() {
        return authenticator;
    }

    /** All routes of the feature. */
    public List<Route<?>> routes() {
        return new AccessRoutes(keys).all();
    }

    /** Writes pending last-used times; call it before the database is closed. */
    @Override
    public void close() {
        lastUsed.close();
    }
}
