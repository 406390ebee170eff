// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import dev.stagedoor.db.Database;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.livekit.api.Room;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import dev.stagedoor.tenants.RoomNames;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Enforces evictions: removes evicted participants on every server that the tenant uses (T4). */
final class EvictionJob implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvictionJob.class);

    private final Principal.SystemJob by = new Principal.SystemJob("evictions", "evictions");
    private final Evictions evictions;
    private final Projects projects;
    private final Clock clock;
    private final DueRows due;

    EvictionJob(Evictions evictions, Projects projects, Database database, Clock clock) {
        this.evictions = evictions;
        this.projects = projects;
        this.clock = clock;
        this.due = new DueRows("evictions", EvictionStore.DUE, database, clock, this::check);
    }

    /** The evictions that are due. */
    DueRows due() {
        return due;
    }

    private void check(DueRows.Row row) {
        evictions.take(by, new Eviction.Ref(row.tenant(), row.id())).ifPresent(this::carryOut);
    }

    @Override
    public void close() {
        due.close();
    }

    /**
     * An eviction whose time is over ends only after a look that found nobody: it may not have been possible before.
     */
    private void carryOut(Eviction eviction) {
        boolean over = !eviction.until().isAfter(clock.instant());
        boolean empty = true;
        for (Project project : projects.inUse(eviction.ref().tenant())) {
            empty &= isEmpty(eviction, project);
        }
        if (over && empty) {
            evictions.end(by, eviction);
        }
    }

    private boolean isEmpty(Eviction eviction, Project project) {
        Instant before = clock.instant();
        Swept swept = sweep(eviction, project);
        if (swept.removed()) {
            evictions.removedSomebody(by, eviction.ref(), before);
        }
        Problem failed = swept.failed();
        if (failed != null) {
            // Due again in two seconds.
            Level level = failed.code() == ErrorCode.PROVIDER_UNAVAILABLE ? Level.DEBUG : Level.WARN;
            LOG.atLevel(level)
                    .log(
                            "eviction {} of {}: {}",
                            eviction.ref().id(),
                            eviction.ref().tenant(),
                            failed.detail());
        }
        return !swept.removed() && failed == null;
    }

    /** What a look at one server came to: whether somebody was removed, and the first failure. */
    private record Swept(boolean removed, @Nullable Problem failed) {
        static Swept of(BooleanSupplier removal) {
            try {
                return new Swept(removal.getAsBoolean(), null);
            } catch (Problem failed) {
                return new Swept(false, failed);
            }
        }

        Swept and(Swept other) {
            return new Swept(removed || other.removed, failed == null ? other.failed : failed);
        }
    }

    private Swept sweep(Eviction eviction, Project project) {
        return switch (eviction.kind()) {
            case TENANT -> everywhere(eviction, project, project::deleteRoom);
            case USER -> everywhere(eviction, project, room -> removed(project, room, eviction.subject()));
            case PARTICIPANT -> Swept.of(() -> removedUnlessReadmitted(eviction, project));
        };
    }

    /**
     * In all of the tenant's rooms, since tenants sign tokens of their own as well. They may have more than one answer
     * lists: then in those that their chain names, a few at each look, and the eviction goes on.
     */
    private Swept everywhere(Eviction eviction, Project project, Predicate<String> removal) {
        try {
            return inEach(project.rooms().stream().map(Room::name), project, removal);
        } catch (Problem unlisted) {
            return inNamed(eviction, project, removal).and(new Swept(false, unlisted));
        }
    }

    private Swept inNamed(Eviction eviction, Project project, Predicate<String> removal) {
        try {
            return inEach(project.existing(evictions.roomsNamed(by, eviction)).stream(), project, removal);
        } catch (Problem unreachable) {
            return new Swept(false, unreachable);
        }
    }

    /** A room that fails keeps nobody in the others. */
    private static Swept inEach(Stream<String> rooms, Project project, Predicate<String> removal) {
        return rooms.filter(room -> RoomNames.belongs(project.slug(), room))
                .map(room -> Swept.of(() -> removal.test(room)))
                .reduce(new Swept(false, null), Swept::and);
    }

    /** The end of a call evicts its user from the room; the next call there admits them again. */
    private boolean removedUnlessReadmitted(Eviction eviction, Project project) {
        if (!isInside(project, eviction.room(), eviction.subject())) {
            return false;
        }
        if (evictions.isReadmitted(by, eviction)) {
            evictions.end(by, eviction);
            return false;
        }
        return project.removeParticipant(eviction.room(), eviction.subject());
    }

    private static boolean removed(Project project, String room, String identity) {
        return isInside(project, room, identity) && project.removeParticipant(room, identity);
    }

    /**
     * Also if the answer cannot be read: people in the room choose their metadata, and must not become irremovable by
     * making it too long to list.
     */
    private static boolean isInside(Project project, String room, String identity) {
        try {
            return project.participants(room).stream()
                    .anyMatch(participant -> participant.identity().equals(identity));
        } catch (Problem failed) {
            if (Project.isUnreadable(failed)) {
                return true;
            }
            throw failed;
        }
    }
}
