// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.egress.Egress;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.vault.VaultModule;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;

/** Puts the profiles together, on a vault that has {@link AnthropicKind}. */
public final class ClaudeModule implements FeatureModule {
    private final Claude claude;
    private final Profiles profiles;
    private final ProfileRoutes routes;
    private final ModelSpans spans;

    /** Profiles of that vault; calls go only where {@code egress} permits, and are traced by {@code tracer}. */
    public ClaudeModule(Foundation on, VaultModule vault, Egress egress, Tracer tracer, ClaudeConfig config) {
        this.spans = new ModelSpans(tracer, config.baseUrl());
        this.claude = new Claude(config, egress);
        this.profiles = new Profiles(on.ledger(), vault.vault(), on.snapshots(), claude, on.clock());
        this.routes = new ProfileRoutes(profiles, new Logins(config.loginImport(), on.clock()), egress, on.clock());
    }

    /** A deleted tenant has no profiles. */
    public static Erasure erasure() {
        return change -> ProfileStore.deleteAll(change.tx());
    }

    /** The profiles. */
    public Profiles profiles() {
        return profiles;
    }

    /** The Messages API. */
    public Claude claude() {
        return claude;
    }

    /** The spans of its calls. */
    public ModelSpans spans() {
        return spans;
    }

    @Override
    public List<Route<?>> routes() {
        return routes.all();
    }

    @Override
    public void close() {
        claude.close();
    }
}
