// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.claude.ClaudeModule;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.tenants.Erasure;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;

/** Puts orchestration together. */
public final class OrchestrationModule implements FeatureModule {
    /** A run whose tenant was suspended stops within a second. */
    private static final Duration KEEP = Duration.ofMillis(500);

    /** A run that was cancelled on another node stops within a tenth of a second. */
    private static final Duration CANCEL = Duration.ofMillis(50);

    private final RunFeeds feeds = new RunFeeds();
    private final Journals journals;
    private final Runner runner;
    private final RunJob job;
    private final RunRoutes routes;

    /** Runs by those profiles. */
    public OrchestrationModule(Foundation on, ClaudeModule claude, OrchestrationConfig config) {
        Means means = new Means(
                on,
                claude.claude(),
                claude.profiles(),
                claude.spans(),
                new RunMeters(on.meters()),
                config.prices(),
                config);
        this.journals = new Journals(on.ledger(), on.clock(), feeds);
        this.runner = new Runner(means, journals);
        this.job = new RunJob(means, runner, feeds::left);
        this.routes = new RunRoutes(
                new Runs(means, runner),
                feeds,
                new RunViews(on.clock()),
                new Definitions(config.defaults()),
                config.maxRequest());
    }

    /** A deleted tenant has no runs. */
    public static Erasure erasure() {
        return change -> RunStore.deleteAll(change.tx());
    }

    @Override
    public List<Route<?>> routes() {
        return routes.all();
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("runs kept", KEEP, job::keep),
                new Job("runs cancelled", CANCEL, job::cancelled),
                new Job("runs taken over", Job.SOON, job.due::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(job.due);
    }

    @Override
    public void close() {
        runner.close();
        job.close();
        journals.close();
    }
}
