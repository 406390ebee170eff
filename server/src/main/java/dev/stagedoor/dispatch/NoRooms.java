// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A LiveKit that cannot be called now.
 *
 * @param why  what a look, and taking anything back, throw
 * @param sent what sending comes to
 */
record NoRooms(RuntimeException why, SendResult sent) implements LiveKitRooms {
    /** No credential opens it. There is no fallback (I3). */
    static NoRooms lockedOut() {
        return new NoRooms(new LockedOut(), SendResult.CREDENTIAL_REJECTED);
    }

    /** It could not be found out whether one does. */
    static NoRooms unreachable(RuntimeException why) {
        return new NoRooms(new Unreachable(why), SendResult.NOT_SENT);
    }

    @Override
    public RoomView look(String room) {
        throw why;
    }

    @Override
    public RoomView peek(String room) {
        throw why;
    }

    @Override
    public boolean isAsItWas(String room, Instant then) {
        return false;
    }

    @Override
    public Optional<RoomView> lookInside(String room, Instant then, String identity) {
        throw why;
    }

    @Override
    public Answer ask(String room, String identity, Duration patience) {
        return Answer.UNKNOWN;
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        return sent;
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return sent;
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        throw why;
    }

    @Override
    public void removeParticipant(String room, String identity) {
        throw why;
    }
}
