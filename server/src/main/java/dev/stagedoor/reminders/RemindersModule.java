// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.reminders;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.Job;
import java.time.Duration;
import java.util.List;

/** Puts the reminders of API keys together. */
public final class RemindersModule implements FeatureModule {
    private final KeyReminders keys;

    /** Of keys that are as old as {@code age}, and of those that expire. */
    public RemindersModule(Foundation on, Duration age) {
        this.keys = new KeyReminders(on.database(), on.ledger(), on.clock(), age);
    }

    KeyReminders keys() {
        return keys;
    }

    @Override
    public List<Job> jobs() {
        return List.of(new Job("key-reminders", Duration.ofMinutes(1), keys::remind));
    }
}
