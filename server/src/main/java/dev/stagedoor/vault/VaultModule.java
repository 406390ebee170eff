// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.vault.claims.PlatformClaims;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Puts the vault together. */
public final class VaultModule implements FeatureModule {
    private final Kinds kinds;
    private final Vault vault;
    private final PlatformClaims platformClaims;
    private final VaultJobs jobs;

    /** A vault of those kinds. */
    public VaultModule(Foundation on, List<Kind<?>> kinds, VaultConfig config) {
        Ledger ledger = on.ledger();
        DataKeys dataKeys = on.dataKeys();
        this.kinds = new Kinds(kinds);
        CredentialStore store = new CredentialStore(this.kinds);
        this.platformClaims = new PlatformClaims(ledger, dataKeys);
        CredentialIntake intake =
                new CredentialIntake(ledger, dataKeys, store, this.kinds, platformClaims, config.pendingTimeout());
        this.vault = new Vault(ledger, dataKeys, this.kinds, store, intake, platformClaims);
        this.jobs = new VaultJobs(on.database(), ledger, dataKeys, store, this.kinds, on.clock(), config.remindAge());
    }

    /** What becomes of a deleted tenant's credentials of those kinds. */
    public static Erasure erasure(List<Kind<?>> kinds) {
        Kinds known = new Kinds(kinds);
        CredentialStore store = new CredentialStore(known);
        return new DeletedTenant(store, Endings.ofDeleted(store, known));
    }

    /** The door. */
    public Vault vault() {
        return vault;
    }

    /** The door to what the platform claims for itself. */
    public PlatformClaims platformClaims() {
        return platformClaims;
    }

    Kinds kinds() {
        return kinds;
    }

    VaultJobs sweeps() {
        return jobs;
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("vault", Duration.ofMinutes(1), jobs::sweep),
                new Job("credential-reminders", Duration.ofMinutes(1), jobs::remind));
    }

    @Override
    public List<Route<?>> routes() {
        VaultRoutes ofVault = new VaultRoutes(vault, kinds);
        RotationRoutes rotations = new RotationRoutes(vault, kinds, ofVault);
        return Stream.concat(ofVault.routes().stream(), rotations.routes().stream())
                .toList();
    }
}
