// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.telephony.price;

import dev.stagedoor.calls.CallId;
import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Builds the part of phone calls that knows what they cost. */
public final class PriceModule implements FeatureModule {
    private final List<Route<?>> routes;
    private final CostJobs jobs;

    /** With what a tenant's settings cap, and how long legs lasted. */
    public PriceModule(Foundation on, Function<Tx, SpendCaps> caps, Talks talks) {
        this.routes = PriceRoutes.of(new Prices(on, caps));
        this.jobs = new CostJobs(on, talks);
    }

    /** What these calls cost is forgotten with them; what was spent on each day stays. */
    public static void forget(Tx tx, Collection<CallId> calls) {
        CostStore.delete(tx, calls);
    }

    /** A deleted tenant pays nothing. */
    public static void deleteAll(Tx tx) {
        PriceStore.deleteAll(tx);
        CostStore.deleteAll(tx);
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public List<Job> jobs() {
        return List.of(jobs.job());
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(jobs.due());
    }

    @Override
    public void close() {
        jobs.close();
    }
}
