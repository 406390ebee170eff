package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import java.time.Duration;

/**
 * The edge to one tenant's LiveKit, with one version of its credential. Behind it are the tenant's project, and in
 * simulations the state of a sandbox. Each call is one attempt: nothing here repeats anything.
 */
public interface LiveKitRooms {
    /**
     * Looks at a room: ListRooms, ListParticipants, and ListDispatch only if the room exists (on a missing one it takes
     * 3 s and answers 503, as measured).
     *
     * @throws Unreachable if it could not be seen
     */
    RoomView look(String room);

    /** Creates the room with the agent in it; repeating it adds nothing. */
    SendResult createRoom(NewRoom room);

    /** Sends one more agent to a room that lives. */
    SendResult createDispatch(String room, String agentName, String metadata);

    /**
     * Takes a dispatch back. That there is none any more is success.
     *
     * @throws Unreachable if it is not known to be taken back
     */
    void deleteDispatch(String room, String livekitId);

    /**
     * Removes a participant. That there is none any more is success.
     *
     * @throws Unreachable if it is not known to be removed
     */
    void removeParticipant(String room, String identity);

    /** A room to be made, with its agent. */
    record NewRoom(String name, Duration emptyTimeout, String roomMetadata, String agentName, String agentMetadata) {}

    /** LiveKit could not be asked, or did not answer in time. */
    final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** {@code cause} is for the log. */
        public Unreachable(Throwable cause) {
            super(cause.toString(), cause, false, false);
        }
    }
}
