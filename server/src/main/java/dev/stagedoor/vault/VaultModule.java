package dev.stagedoor.vault;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.http.Route;
import dev.stagedoor.keys.DataKeys;
import java.time.Clock;
import java.util.List;

/** Puts the vault together. */
public final class VaultModule {
    private final Kinds kinds;
    private final Vault vault;
    private final PlatformClaims platformClaims;
    private final VaultJobs jobs;

    public VaultModule(
            Database database, Ledger ledger, DataKeys dataKeys, VaultConfig config, List<Kind<?>> kinds, Clock clock) {
        this.kinds = new Kinds(kinds);
        CredentialStore store = new CredentialStore(this.kinds);
        this.platformClaims = new PlatformClaims(ledger, dataKeys);
        CredentialIntake intake =
                new CredentialIntake(ledger, dataKeys, store, this.kinds, platformClaims, config.pendingFor());
        this.vault = new Vault(ledger, dataKeys, this.kinds, store, intake);
        this.jobs = new VaultJobs(database, ledger, dataKeys, store, this.kinds, clock);
    }

    /** The door. */
    public Vault vault() {
        return vault;
    }

    /** The door to what the platform claims for itself. */
    public PlatformClaims platformClaims() {
        return platformClaims;
    }

    /** To be run every minute or so. */
    public VaultJobs jobs() {
        return jobs;
    }

    /** Its part of the route table. */
    public List<Route<?>> routes() {
        return new VaultRoutes(vault, kinds).routes();
    }
}
