// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.usage;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.Tenants;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;

/** Builds what counts what tenants used. */
public final class UsageModule implements FeatureModule {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(10);

    private final List<Route<?>> routes;
    private final Thresholds thresholds;
    private final TokenCounts tokens;

    /** Counts in that database. */
    public UsageModule(Foundation on, Tenants tenants) {
        this.thresholds = new Thresholds(on);
        this.tokens = new TokenCounts(on);
        this.routes = new UsageRoutes(on.ledger(), tenants, on.clock()).all();
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    /** A deleted tenant's marks and counts are forgotten. */
    public static Erasure erasure() {
        return change -> {
            MarkStore.deleteAll(change.tx());
            TokenStore.close(change.tx());
        };
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("thresholds", SOON, thresholds.due()::run),
                new Job("token-counts", COUNTED_EVERY, tokens::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(thresholds.due());
    }

    @Override
    public void close() {
        thresholds.close();
    }
}
