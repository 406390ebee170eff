// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.feature.FeatureModule;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.projects.Projects;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Builds what takes LiveKit's webhooks. */
public final class RoomEventsModule implements FeatureModule {
    private final RoomNotices notices;
    private final RoomEvents events;
    private final List<Route<?>> routes;

    /**
     * Webhooks for those listeners.
     *
     * @param wake called on every node with each room that something happened in
     */
    public RoomEventsModule(
            Foundation on, Projects projects, List<RoomListener> listeners, BiConsumer<TenantId, String> wake) {
        this.notices = new RoomNotices(on.ledger(), on.database(), wake);
        this.events = new RoomEvents(
                Stream.concat(Stream.of(notices), listeners.stream()).toList(), on.clock());
        this.routes =
                new RoomEventRoutes(new RoomEventSignature(on, projects), events, on.snapshots(), on.meters()).all();
    }

    @Override
    public List<Route<?>> routes() {
        return routes;
    }

    @Override
    public void close() {
        events.close();
        notices.close();
    }
}
