// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One tenant's LiveKit, with one version of its credential: the tenant's project or, in simulations, a sandbox's state.
 * Nothing here retries.
 */
public interface LiveKitRooms {
    /** The longest that one of these calls takes, whatever LiveKit does: a look, by the second key if it rejects the first. */
    Duration LONGEST_CALL = ProjectRooms.LONGEST_LOOK.plus(ProjectRooms.LOOK);

    /**
     * Looks at a room: ListRooms, ListParticipants, and ListDispatch only if the room exists (for a missing one it
     * takes 3 s and answers 503, as measured).
     *
     * @throws Unreachable if it failed
     * @throws LockedOut as all of these may
     */
    RoomView look(String room);

    /**
     * Who is in a room: ListParticipants alone.
     *
     * @return the room without its dispatches
     * @throws Unreachable if it failed
     */
    RoomView peek(String room);

    /**
     * Whether the room is known, without a look into it, to be as it was when it was looked at then. From now on it is
     * watched together with others, and whoever looks after it told when it changes. Never throws.
     */
    boolean isAsItWas(String room, Instant then);

    /**
     * Looks who is in a room that is as it was then: ListParticipants alone.
     *
     * @return the room without its dispatches; empty if it may have changed, or that agent is not the only one there
     * @throws Unreachable if it failed
     */
    Optional<RoomView> lookInside(String room, Instant then, String identity);

    /** Creates the room with the agent; safe to repeat. */
    SendResult createRoom(NewRoom room);

    /** Sends another agent to an existing room. */
    SendResult createDispatch(String room, String agentName, String metadata);

    /**
     * Deletes a dispatch; succeeds if it is already gone.
     *
     * @throws Unreachable if it is not known to be deleted
     */
    void deleteDispatch(String room, String livekitId);

    /**
     * Removes a participant; succeeds if it is already gone.
     *
     * @throws Unreachable if it is not known to be removed
     */
    void removeParticipant(String room, String identity);

    /**
     * Asks an agent's program for an RPC method that it does not have: LiveKit's clients say so by themselves, within
     * milliseconds. Never throws.
     *
     * @param patience for its answer
     */
    Answer ask(String room, String identity, Duration patience);

    /** What came of asking an agent. */
    enum Answer {
        /** Its program is there and connected. */
        HEARD,
        /** It is listed, and nothing came back in time. */
        SILENT,
        /** LiveKit could not be asked, or has no such participant. */
        UNKNOWN
    }

    /** A room to create, with its agent. */
    record NewRoom(String name, Duration emptyTimeout, String roomMetadata, String agentName, String agentMetadata) {}

    /** No usable credential of the tenant opens that server any more. */
    final class LockedOut extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** For the log. */
        public LockedOut() {
            super("no usable credential opens the server", null, false, false);
        }
    }

    /** LiveKit could not be reached, or did not answer in time. */
    final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** {@code cause} is for the log. */
        public Unreachable(Throwable cause) {
            super(cause.toString(), cause, false, false);
        }
    }
}
