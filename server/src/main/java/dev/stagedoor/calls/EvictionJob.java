package dev.stagedoor.calls;

import dev.stagedoor.jobs.TenantTurns;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.Eviction;
import dev.stagedoor.tenants.Evictions;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tokens.Tokens;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out evictions: LiveKit cannot revoke a token, so whoever lost the right to be in a room is removed, and removed
 * again when he comes back, until his last token has ended (T4).
 */
final class EvictionJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionJob.class);
    private static final int AT_ONCE = 100;

    private final Principal.SystemJob by = new Principal.SystemJob("evictions", "evictions");
    private final Evictions evictions;
    private final Projects projects;
    private final Tokens tokens;
    private final TenantTurns<Eviction.Ref> turns = new TenantTurns<>(Eviction.Ref::tenant, this::look);

    EvictionJob(Evictions evictions, Projects projects, Tokens tokens) {
        this.evictions = evictions;
        this.tokens = tokens;
        this.projects = projects;
    }

    /** Begins to look for those whose evictions are due. */
    void run() {
        turns.begin(evictions.due(by, turns.busy(), AT_ONCE));
    }

    private void look(Eviction.Ref ref) {
        evictions.take(by, ref).ifPresent(this::carryOut);
    }

    @Override
    public void close() {
        turns.close();
    }

    private void carryOut(Eviction eviction) {
        for (Project project : projects.inUse(eviction.ref().tenant())) {
            try {
                if (removed(eviction, project)) {
                    evictions.foundInside(by, eviction.ref());
                }
            } catch (Problem unreachable) {
                // It is due again in two seconds; until the project can be reached, nobody can be removed from it.
                boolean outage = unreachable.code() == ErrorCode.PROVIDER_UNAVAILABLE;
                LOG.atLevel(outage ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
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
            case PARTICIPANT -> removedUnlessLetIn(eviction, project);
        };
    }

    /** A call's end puts its user out of the room; the next call there lets him in again. */
    private boolean removedUnlessLetIn(Eviction eviction, Project project) {
        if (!isInside(project, eviction.room(), eviction.subject())) {
            return false;
        }
        if (tokens.letInSince(by, eviction)) {
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
