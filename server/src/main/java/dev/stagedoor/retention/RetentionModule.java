// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.retention;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.tenants.Erasure;
import java.time.Duration;
import java.util.List;

/** Builds what deletes what is kept no longer. */
public final class RetentionModule implements FeatureModule {
    private static final Duration EVERY = Duration.ofHours(1);

    private final Retention retention;

    /** Of these kinds. */
    public RetentionModule(Foundation on, List<Retained> kept) {
        this.retention = new Retention(on, kept);
    }

    /** Of a deleted tenant nothing is left to be counted. */
    public static Erasure erasure() {
        return change -> RetentionStore.deleteAll(change.tx());
    }

    /** What deletes. */
    public Retention retention() {
        return retention;
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("retention", EVERY, retention::run));
    }
}
