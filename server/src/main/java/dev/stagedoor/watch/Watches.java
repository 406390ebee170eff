// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.watch;

import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The door: watches the rooms that this node looks after, a project at a time. Nodes do not share what they know: each asks
 * for its own rooms only, so that nothing has to be handed over when one dies.
 */
public final class Watches implements AutoCloseable {
    private final Projects projects;
    private final Means means;
    private final Map<Place, ProjectWatch> watched = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * What a watch is made with.
     *
     * @param changed is called with each room that has changed; it must not take long
     */
    public record Means(Beat beat, BiConsumer<TenantId, String> changed, Requests requests, Clock clock) {}

    /** A tenant's server: tenants may share one, and are asked for apart. */
    private record Place(TenantId tenant, String server) {}

    public Watches(Projects projects, Means means) {
        this.projects = projects;
        this.means = means;
    }

    /** The rooms of one server, by one version of the tenant's credential for it. */
    public OfServer of(TenantId tenant, String server, long version) {
        return new OfServer(new Place(tenant, server), version);
    }

    /** How many projects are being watched. */
    int number() {
        return watched.size();
    }

    @Override
    public void close() {
        closed = true;
        watched.values().forEach(ProjectWatch::close);
    }

    /** The rooms of one server. */
    public final class OfServer {
        private final Place place;
        private final long version;

        private OfServer(Place place, long version) {
            this.place = place;
            this.version = version;
        }

        /** A room was looked at, and LiveKit asked at that time. */
        public void looked(String room, Glance found, Instant at) {
            ProjectWatch watch = watched.get(place);
            if (watch != null) {
                watch.glances().looked(room, found, at);
            }
        }

        /**
         * Whether the room is known to be as it was when it was looked at then: costs nothing. From now on it is watched,
         * until nobody has wanted to know for a while.
         */
        public Optional<Glances.Standing> unchangedSince(String room, Instant then) {
            if (closed) {
                return Optional.empty();
            }
            Instant now = means.clock().instant();
            ProjectWatch watch = watched.compute(place, (each, running) -> {
                ProjectWatch one = running == null ? begin(place) : running;
                one.by(version);
                one.glances().want(room, now);
                return one;
            });
            return watch.glances().unchangedSince(room, then, now);
        }
    }

    private ProjectWatch begin(Place place) {
        ProjectWatch watch = new ProjectWatch(
                place.tenant() + " on " + place.server(),
                means,
                (names, version) -> found(place.tenant(), version, names),
                room -> means.changed().accept(place.tenant(), room));
        watch.start(() -> isOver(place));
        return watch;
    }

    private Map<String, Glance> found(TenantId tenant, long version, List<String> names) {
        List<Room> found = projects.reachedInBackground(tenant, version, project -> project.rooms(names));
        means.requests().count(Requests.Why.NAMES, 1);
        return found.stream().collect(Collectors.toMap(Room::name, Glance::of, (one, other) -> one));
    }

    /** Whether nobody wants to know of its rooms any more; then it is not watched from this moment on. */
    private boolean isOver(Place place) {
        return watched.computeIfPresent(place, (each, one) -> one.glances().isEmpty() ? null : one) == null;
    }
}
