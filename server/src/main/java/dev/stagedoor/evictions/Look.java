// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.ParticipantKind;
import dev.stagedoor.livekit.api.Participant;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.projects.Project;
import dev.stagedoor.tenants.RoomNames;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at one server of a tenant, in its turn: which rooms there are, who is in those that matter, and who of them has to
 * leave. Only rooms that exist cost anything.
 */
final class Look {
    private final Principal.SystemJob by;
    private final Evictions evictions;
    private final Evictions.Turn turn;
    private final Project project;
    private final Clock clock;
    private final Set<String> removed = new HashSet<>();
    private @Nullable Problem failed;

    Look(Principal.SystemJob by, Evictions evictions, Evictions.Turn turn, Project project, Clock clock) {
        this.by = by;
        this.evictions = evictions;
        this.turn = turn;
        this.project = project;
        this.clock = clock;
    }

    /**
     * Removes whoever is evicted; returns the first failure. A room that fails keeps nobody in the others.
     *
     * @throws Problem if not even the rooms can be listed
     */
    Optional<Problem> carryOut() {
        Instant before = clock.instant();
        Set<String> rooms = rooms();
        if (!rooms.isEmpty()) {
            if (turn.due().everyone()) {
                closeAll(rooms);
            } else {
                removeFrom(rooms);
            }
        }
        if (!removed.isEmpty()) {
            evictions.removedSomebody(by, turn.tenant(), removed, before);
        }
        return Optional.ofNullable(failed);
    }

    /**
     * The tenant's rooms, also those that are not ours: tenants sign tokens of their own as well. There may be more than one
     * answer lists: then those that evictions and the chain name, and the look has failed, so that no eviction ends by it.
     */
    private Set<String> rooms() {
        try {
            return project.rooms().stream()
                    .map(Room::name)
                    .filter(room -> RoomNames.belongs(project.slug(), room))
                    .collect(Collectors.toSet());
        } catch (Problem unlisted) {
            if (!Project.isUnreadable(unlisted)) {
                throw unlisted;
            }
            failed = unlisted;
            Set<String> named = evictions.roomsNamed(by, turn.tenant());
            named.removeIf(room -> !RoomNames.belongs(project.slug(), room));
            return project.existing(named);
        }
    }

    private void closeAll(Set<String> rooms) {
        Optional<Eviction> ofTenant = evictions.ofTenant(by, turn.tenant());
        if (ofTenant.isPresent()) {
            rooms.forEach(room -> attempt(List.of(ofTenant.get()), () -> project.deleteRoom(room)));
        }
    }

    private void removeFrom(Set<String> rooms) {
        Collection<String> relevant =
                turn.due().users() ? rooms : evictions.roomsAmong(by, turn.tenant(), project.server(), rooms);
        Map<String, List<Participant>> inside = new HashMap<>();
        for (String room : relevant) {
            contained(() -> participants(room).ifPresentOrElse(all -> inside.put(room, all), () -> removeUnseen(room)));
        }
        removeSeen(inside);
    }

    /** Empty if the answer cannot be read: people in the room choose their metadata, and can make it too long to list. */
    private Optional<List<Participant>> participants(String room) {
        try {
            return Optional.of(project.participants(room));
        } catch (Problem problem) {
            if (Project.isUnreadable(problem)) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private void removeSeen(Map<String, List<Participant>> inside) {
        Set<String> identities = inside.values().stream()
                .flatMap(List::stream)
                .map(Participant::identity)
                .collect(Collectors.toSet());
        if (identities.isEmpty()) {
            return;
        }
        Map<String, List<Eviction>> byRoom =
                evictions.concerning(by, turn.tenant(), project.server(), inside.keySet(), identities).stream()
                        .collect(Collectors.groupingBy(Eviction::room));
        inside.forEach((room, all) -> all.forEach(one -> {
            List<Eviction> its = Stream.of(room, "")
                    .flatMap(where -> byRoom.getOrDefault(where, List.of()).stream())
                    .filter(eviction -> concerns(eviction, one))
                    .toList();
            if (!its.isEmpty()) {
                attempt(its, () -> project.removeParticipant(room, one.identity()));
            }
        }));
    }

    /** An agent leaves a room by the end of its dispatch. */
    private static boolean concerns(Eviction eviction, Participant participant) {
        return eviction.kind() == Eviction.Kind.ROOM
                ? participant.kind() != ParticipantKind.AGENT
                : eviction.subject().equals(participant.identity());
    }

    /** Nobody is irremovable because what is said of them is too long to read. */
    private void removeUnseen(String room) {
        for (Eviction eviction : evictions.ofRoom(by, turn.tenant(), project.server(), room)) {
            attempt(
                    List.of(eviction),
                    () -> eviction.kind() == Eviction.Kind.ROOM
                            ? project.deleteRoom(room)
                            : project.removeParticipant(room, eviction.subject()));
        }
    }

    private void attempt(List<Eviction> its, BooleanSupplier removal) {
        contained(() -> {
            if (removal.getAsBoolean()) {
                its.forEach(eviction -> removed.add(eviction.ref().id()));
            }
        });
    }

    private void contained(Runnable part) {
        try {
            part.run();
        } catch (Problem problem) {
            failed = failed == null ? problem : failed;
        }
    }
}
