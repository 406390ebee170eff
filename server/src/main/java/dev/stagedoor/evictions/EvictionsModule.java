// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Database;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.projects.Projects;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Builds what enforces evictions. */
public final class EvictionsModule implements FeatureModule {
    /** With {@link Evictions#POLL_INTERVAL}, whoever comes back is out within three seconds. */
    private static final Duration EACH = Duration.ofSeconds(1);

    private final EvictionJob job;

    /** Enforces evictions on the tenants' projects. */
    public EvictionsModule(Evictions evictions, Projects projects, Database database, Clock clock) {
        this.job = new EvictionJob(evictions, projects, database, clock);
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("evictions", EACH, job.due()::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(job.due());
    }

    @Override
    public void close() {
        job.close();
    }
}
