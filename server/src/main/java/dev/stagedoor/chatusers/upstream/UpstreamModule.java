// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.chatusers.ChatUsersModule;
import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.Job;
import dev.stagedoor.tenants.Erasure;
import dev.stagedoor.vault.VaultModule;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** Puts connections and upstream servers together. */
public final class UpstreamModule implements FeatureModule {
    private final UpstreamClient client;
    private final PendingUsers pending;
    private final RetiredUsers retired;
    private final Connections connections;

    /** Constructs everything; {@code client} is closed with it. */
    public UpstreamModule(Foundation on, VaultModule vault, ChatUsersModule chatUsers, UpstreamClient client) {
        Upstreams upstreams = new Upstreams(on, vault.vault(), chatUsers.places(), client);
        this.client = client;
        this.pending = new PendingUsers(on, chatUsers.places(), upstreams);
        this.retired = new RetiredUsers(on, upstreams);
        this.connections = new Connections(on, chatUsers.places(), upstreams, pending);
    }

    /** Nobody waits for a deleted tenant's chat users; what is left of them upstream is that server's. */
    public static Erasure erasure() {
        return change -> PendingStore.deleteAll(change.tx());
    }

    /** Where app users' connections begin. */
    public Connections connections() {
        return connections;
    }

    List<DueRows> rows() {
        return List.of(pending.due, retired.due);
    }

    @Override
    public List<Job> jobs() {
        return List.of(
                new Job("chat users pending", Job.SOON, pending.due::run),
                new Job("chat users retired", Job.SOON, retired.due::run));
    }

    @Override
    public List<MeterBinder> meters() {
        return List.of(pending.due, retired.due);
    }

    @Override
    public void close() {
        pending.close();
        retired.close();
        client.close();
    }
}
