// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rooms that pass every call on to others. */
class PassedOn implements LiveKitRooms {
    private final LiveKitRooms to;

    PassedOn(LiveKitRooms to) {
        this.to = to;
    }

    @Override
    public RoomView look(String room) {
        return to.look(room);
    }

    @Override
    public RoomView peek(String room) {
        return to.peek(room);
    }

    @Override
    public boolean isAsItWas(String room, Instant then) {
        return to.isAsItWas(room, then);
    }

    @Override
    public Optional<RoomView> lookInside(String room, Instant then, String identity) {
        return to.lookInside(room, then, identity);
    }

    @Override
    public Answer ask(String room, String identity, Duration patience) {
        return to.ask(room, identity, patience);
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        return to.createRoom(room);
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return to.createDispatch(room, agentName, metadata);
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        to.deleteDispatch(room, livekitId);
    }

    @Override
    public void removeParticipant(String room, String identity) {
        to.removeParticipant(room, identity);
    }
}
