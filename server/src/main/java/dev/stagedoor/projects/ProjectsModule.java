// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.livekit.api.LiveKitClient;
import dev.stagedoor.vault.VaultModule;
import java.util.List;
import java.util.Optional;

/** Puts the projects together, on a vault that has {@link LiveKitKind}. */
public final class ProjectsModule implements FeatureModule {
    private final Projects projects;
    private final SharedServers sharedServers;
    private final PlatformProject platformProject;
    private final LiveKitClient client;
    private final ProjectsConfig config;

    /** Projects of that vault, reached by that client. */
    public ProjectsModule(Foundation on, VaultModule vault, LiveKitClient client, ProjectsConfig config) {
        this.projects = new Projects(vault.vault(), on.snapshots(), client, on.clock(), on.meters());
        this.sharedServers = new SharedServers(on.ledger(), vault.platformClaims());
        this.client = client;
        this.config = config;
        this.platformProject = new PlatformProject(on.ledger(), vault.platformClaims(), config);
    }

    /** The door. */
    public Projects projects() {
        return projects;
    }

    /** The door to the servers that tenants may share. */
    public SharedServers sharedServers() {
        return sharedServers;
    }

    /** The key of the platform's own project, to ask what it sees of a tenant's; empty if it has none. */
    public Optional<ForeignKey> platformKey() {
        return config.platformServerUrl().isEmpty()
                ? Optional.empty()
                : Optional.of(ForeignKey.of(
                        client, config.platformServerUrl(), config.platformApiKey(), config.platformApiSecret()));
    }

    /**
     * Claims the platform's own project.
     *
     * @throws IllegalStateException if a part of it is a tenant's already
     */
    @Override
    public void start() {
        platformProject.claim();
    }

    @Override
    public List<Route<?>> routes() {
        return new SharedServerRoutes(sharedServers).routes();
    }
}
