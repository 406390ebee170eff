// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.tokens.Tokens;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a call: a room, an agent sent to it, and a token for the user, all on the tenant's own project. Every source
 * of calls (the trigger route, a phone line) creates one of these.
 *
 * @param agentSlug which of the tenant's agents
 * @param user      whose call it is; their id is the participant's identity in the room
 * @param roomName  with or without the tenant's prefix; null for a new room
 * @param waitFor    what to wait for before answering
 * @param seat      how the user takes part in the room
 */
public record StartCall(
        String agentSlug,
        Call.Mode mode,
        Call.User user,
        @Nullable String roomName,
        Brief brief,
        Wait waitFor,
        Tokens.Seat seat) {

    /** A call in a new room, whose user only speaks and listens. Waits for nothing. */
    public static StartCall speaking(String agentSlug, Call.User user, Brief brief) {
        return new StartCall(agentSlug, Call.Mode.VOICE, user, null, brief, Wait.NONE, Tokens.Seat.VOICE);
    }

    /** What is passed to the agent unchanged, besides ids. */
    public record Brief(
            @Nullable Map<String, Object> context, @Nullable String message) {
        /** Nothing. */
        public static final Brief NONE = new Brief(null, null);
    }

    /** What a source of calls stores with a new call: in the same change, so that there is never one without the other. */
    @FunctionalInterface
    public interface Alongside {
        /** Nothing. */
        Alongside NOTHING = (change, call) -> {};

        /** The call is stored if the change commits. */
        void started(ChangeTx change, Call call);
    }

    /** What to wait for before answering. */
    public enum Wait {
        /** The call is stored. */
        NONE,
        /** LiveKit has accepted the dispatch, which says nothing about an agent. */
        SENT,
        /** The agent was seen in the room, or the join timeout has passed. */
        JOINED
    }
}
