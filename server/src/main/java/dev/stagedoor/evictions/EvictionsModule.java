package dev.stagedoor.evictions;

import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.util.List;

/** What carries evictions out. */
public final class EvictionsModule implements AutoCloseable {
    private final EvictionJob job;

    /** Carries out those evictions on the tenants' projects. */
    public EvictionsModule(Evictions evictions, Projects projects, Clock clock) {
        this.job = new EvictionJob(evictions, projects, clock);
    }

    /** To be run every two seconds or so: they begin what is due, and return. */
    public List<Runnable> jobs() {
        return List.of(job::run);
    }

    @Override
    public void close() {
        job.close();
    }
}
