// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.jobs.TenantTurns;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.RoomNames;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Enforces evictions: removes evicted participants on every server that the tenant uses (T4). */
final class EvictionJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionJob.class);
    private static final int AT_ONCE = 100;

    private final Principal.SystemJob by = new Principal.SystemJob("evictions", "evictions");
    private final Evictions evictions;
    private final Projects projects;
    private final Clock clock;
    private final TenantTurns<Eviction.Ref> turns = new TenantTurns<>(Eviction.Ref::tenant, this::check);

    EvictionJob(Evictions evictions, Projects projects, Clock clock) {
        this.evictions = evictions;
        this.projects = projects;
        this.clock = clock;
    }

    /** Starts checks of the evictions that are due. */
    void run() {
        turns.begin(evictions.due(turns.busy(), AT_ONCE));
    }

    private void check(Eviction.Ref ref) {
        evictions.take(by, ref).ifPresent(this::carryOut);
    }

    @Override
    public void close() {
        turns.close();
    }

    private void carryOut(Eviction eviction) {
        for (Project project : projects.inUse(eviction.ref().tenant())) {
            Instant before = clock.instant();
            try {
                if (removed(eviction, project)) {
                    evictions.removedSomebody(by, eviction.ref(), before);
                }
            } catch (Problem unreachable) {
                // Due again in two seconds; nobody can be removed while the project is unreachable.
                Level level = unreachable.code() == ErrorCode.PROVIDER_UNAVAILABLE ? Level.DEBUG : Level.WARN;
                LOG.atLevel(level)
                        .log(
                                "eviction {} of {}: {}",
                                eviction.ref().id(),
                                eviction.ref().tenant(),
                                unreachable.detail());
            }
        }
    }

    private boolean removed(Eviction eviction, Project project) {
        return switch (eviction.kind()) {
            case TENANT -> {
                List<String> rooms = rooms(project);
                rooms.forEach(project::deleteRoom);
                yield !rooms.isEmpty();
            }
            case USER -> {
                boolean found = false;
                for (String room : rooms(project)) {
                    found |= removed(project, room, eviction.subject());
                }
                yield found;
            }
            case PARTICIPANT -> removedUnlessReadmitted(eviction, project);
        };
    }

    /** The end of a call evicts its user from the room; the next call there admits them again. */
    private boolean removedUnlessReadmitted(Eviction eviction, Project project) {
        if (!isInside(project, eviction.room(), eviction.subject())) {
            return false;
        }
        if (evictions.isReadmitted(by, eviction)) {
            evictions.readmit(by, eviction.ref());
            return false;
        }
        return project.removeParticipant(eviction.room(), eviction.subject());
    }

    private static boolean removed(Project project, String room, String identity) {
        return isInside(project, room, identity) && project.removeParticipant(room, identity);
    }

    private static boolean isInside(Project project, String room, String identity) {
        return project.participants(room).stream()
                .anyMatch(participant -> participant.identity().equals(identity));
    }

    private static List<String> rooms(Project project) {
        return project.rooms().stream()
                .map(room -> room.name())
                .filter(name -> RoomNames.belongs(project.slug(), name))
                .toList();
    }
}
