// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.WorkerState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A worker as it was last seen.
 *
 * @param id      {@code wrk_…}
 * @param version of the tenant's LiveKit credential
 * @param end     how it ended; null while it has not
 */
record Worker(
        String id,
        Place place,
        long version,
        WorkerState state,
        Times times,
        @Nullable End end,
        Marks marks) {
    /** The prefix of ids. */
    static final String PREFIX = "wrk";

    /**
     * Where it is.
     *
     * @param name what its runtime calls it
     * @param node the node that saw it
     */
    record Place(String agent, long generation, String runtime, String name, String node) {
        /** Tells it from the others of its agent. */
        String key() {
            return key(generation, name);
        }

        /** The same, of what a runtime has. */
        static String key(Sighting seen) {
            return key(seen.generation().number(), seen.worker());
        }

        private static String key(long generation, String name) {
            return generation + "/" + name;
        }
    }

    /** When it began, was first seen registered, and ended. */
    record Times(
            Instant startedAt,
            @Nullable Instant readyAt,
            @Nullable Instant endedAt) {}

    /** How it ended. */
    record End(@Nullable Integer exitCode, @Nullable String why) {}

    /**
     * What else is known.
     *
     * @param dismissed whether somebody asked for its end
     * @param restarts  how often its runtime has restarted it
     */
    record Marks(boolean dismissed, int restarts) {
        static final Marks NONE = new Marks(false, 0);
    }

    boolean isLive() {
        return state != WorkerState.ENDED;
    }

    boolean isReady() {
        return state == WorkerState.READY;
    }

    /** Whether it was ready for so long before that time that it did not fail to start. */
    boolean isSteady(Instant at) {
        Instant readyAt = times.readyAt();
        return readyAt != null && !at.isBefore(readyAt.plus(Launched.STEADY));
    }

    Worker now(WorkerState seen, Instant at, String node, int restarts) {
        Instant readyAt = times.readyAt() == null && seen == WorkerState.READY ? at : times.readyAt();
        return new Worker(
                id,
                new Place(place.agent(), place.generation(), place.runtime(), place.name(), node),
                version,
                seen,
                new Times(times.startedAt(), readyAt, null),
                null,
                new Marks(marks.dismissed(), restarts));
    }

    Worker ended(Instant at, End how) {
        return new Worker(
                id, place, version, WorkerState.ENDED, new Times(times.startedAt(), times.readyAt(), at), how, marks);
    }
}
