package dev.stagedoor.projects;

import dev.stagedoor.audit.Ledger;
import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Route;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.vault.VaultModule;
import java.time.Clock;
import java.util.List;

/** Puts the projects together, on a vault that has {@link LiveKitKind}. */
public final class ProjectsModule {
    private final Projects projects;
    private final SharedServers sharedServers;
    private final PlatformProject platformProject;

    public ProjectsModule(
            Ledger ledger,
            VaultModule vault,
            Snapshots snapshots,
            LiveKitClient client,
            ProjectsConfig config,
            Clock clock) {
        this.projects = new Projects(vault.vault(), snapshots, client, clock);
        this.sharedServers = new SharedServers(ledger, vault.platformClaims());
        this.platformProject = new PlatformProject(ledger, vault.platformClaims(), config);
    }

    /** The door. */
    public Projects projects() {
        return projects;
    }

    /** The door to the servers that tenants may share. */
    public SharedServers sharedServers() {
        return sharedServers;
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
        return new SharedServerRoutes(sharedServers).routes();
    }
}
