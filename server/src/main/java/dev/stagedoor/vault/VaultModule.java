package dev.stagedoor.vault;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Database;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.http.Route;
import dev.stagedoor.keys.DataKeys;
import dev.stagedoor.livekit.api.LiveKitClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Puts the vault together. */
public final class VaultModule {
    private final Vault vault;
    private final SharedServers sharedServers;
    private final VaultJobs jobs;
    private final PlatformProject platformProject;

    /** What the vault stands on that others use as well. */
    public record Ground(Database database, Ledger ledger, DataKeys dataKeys, Clock clock) {}

    /** {@code client} must hold the policy of {@code egress}; {@code use} knows which calls name an old version. */
    public VaultModule(Ground ground, VaultConfig config, LiveKitClient client, Egress egress, CredentialUse use) {
        Ledger ledger = ground.ledger();
        DataKeys dataKeys = ground.dataKeys();
        PlatformFingerprints fingerprints = new PlatformFingerprints(ledger, dataKeys);
        LiveKitProbe probe = new LiveKitProbe(client, config.probeTimeout());
        CredentialIntake intake = new CredentialIntake(ledger, dataKeys, fingerprints, probe, config.pendingFor());
        this.vault = new Vault(ledger, dataKeys, intake, egress);
        this.sharedServers = new SharedServers(ledger, fingerprints);
        this.jobs = new VaultJobs(ground.database(), ledger, dataKeys, use, ground.clock());
        this.platformProject = new PlatformProject(ledger, fingerprints, config);
    }

    /** The door. */
    public Vault vault() {
        return vault;
    }

    /** The door to the servers that tenants may share. */
    public SharedServers sharedServers() {
        return sharedServers;
    }

    /** What must be run every minute or so. */
    public VaultJobs jobs() {
        return jobs;
    }

    /**
     * Claims the platform's own project; before the first request is served.
     *
     * @throws IllegalStateException if a part of it is a tenant's already: the start must stop
     */
    public void start() {
        platformProject.claim();
    }

    /** Its part of the route table. */
    public List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>(new VaultRoutes(vault).routes());
        routes.addAll(new SharedServerRoutes(sharedServers).routes());
        return List.copyOf(routes);
    }
}
