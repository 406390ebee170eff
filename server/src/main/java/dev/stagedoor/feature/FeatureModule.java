// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.feature;

import dev.stagedoor.http.Route;
import dev.stagedoor.jobs.Job;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** A feature, constructed: what it adds to the server. */
public interface FeatureModule extends AutoCloseable {
    /** Its part of the route table. */
    default List<Route<?>> routes() {
        return List.of();
    }

    /** What it does by itself while the server runs. */
    default List<Job> jobs() {
        return List.of();
    }

    /** What it adds to {@code /metrics}; no meter is tagged with a tenant. */
    default List<MeterBinder> meters() {
        return List.of();
    }

    /**
     * Called once, before the first request is served.
     *
     * @throws IllegalStateException if the server must not start
     */
    default void start() {}

    /** Ends its work; the database is still open. Modules are closed in the reverse order of their construction. */
    @Override
    default void close() {}
}
