package dev.stagedoor.calls;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a call: a room, an agent sent to it, and a token for the user, all on the tenant's own project. Whatever asks for
 * calls (the trigger's route, a telephone line) makes one of these.
 *
 * @param agentSlug which of the tenant's agents
 * @param user      whose call it is; their id is the participant's identity in the room
 * @param roomName  with or without the tenant's prefix; null for a new room
 * @param waitFor    how far the dispatch must be before the answer
 */
public record StartCall(
        String agentSlug,
        Call.Mode mode,
        Call.User user,
        @Nullable String roomName,
        Brief brief,
        Wait waitFor) {

    /** What the agent is told besides ids, as it is. */
    public record Brief(
            @Nullable Map<String, Object> context, @Nullable String message) {
        /** Nothing. */
        public static final Brief NONE = new Brief(null, null);
    }

    /** What an answer waits for. */
    public enum Wait {
        /** Nothing but that the call is stored. */
        NONE,
        /** Until LiveKit has taken the dispatch, which says nothing about an agent. */
        SENT,
        /** Until the agent was seen in the room, or the join timeout has passed. */
        JOINED
    }
}
