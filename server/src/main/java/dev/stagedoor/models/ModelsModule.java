// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.budgets.CallHolds;
import dev.stagedoor.budgets.CallMeter;
import dev.stagedoor.budgets.Prices;
import dev.stagedoor.claude.ClaudeModule;
import dev.stagedoor.dispatch.Dispatches;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.tenants.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Puts model leases together. */
public final class ModelsModule implements FeatureModule {
    private static final Duration COUNTED = Duration.ofMillis(500);

    private final Meter meter;
    private final MessageRoutes messages;
    private final ModelLeaseRoutes leases;

    /** Who gets leases. */
    public record Doors(Tenants tenants, Projects projects, Dispatches dispatches) {}

    /** What calls are made with, and charged to. */
    public record Means(ClaudeModule claude, CallHolds holds, Prices prices) {}

    /** Leases of those profiles, for those dispatches. */
    public ModelsModule(Foundation on, Doors doors, Means means, ModelsConfig config) {
        ModelLeases all = new ModelLeases(on, means.claude().profiles(), config);
        this.meter = new Meter(on.ledger(), on.clock(), means.prices());
        Charges charges =
                new Charges(means.holds(), means.prices(), meter, means.claude().spans(), config.maxTokens());
        this.messages = new MessageRoutes(all, means.claude().claude(), charges, config);
        WorkerProof proof = new WorkerProof(doors.tenants(), doors.projects(), on.snapshots());
        this.leases = new ModelLeaseRoutes(on, all, doors.dispatches(), proof, meter);
    }

    /** Counts calls that need no lease. */
    public CallMeter meter() {
        return meter;
    }

    /** A deleted tenant has no leases. */
    public static Erasure erasure() {
        return change -> ModelLeaseStore.deleteAll(change.tx());
    }

    @Override
    public List<Route<?>> routes() {
        return Stream.<Route<?>>concat(leases.all().stream(), messages.all().stream())
                .toList();
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("model usage", COUNTED, meter::store));
    }

    @Override
    public void close() {
        meter.close();
    }
}
