// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.kernel.Problem;

/** A LiveKit that can no longer be called: the dispatch's credential version was revoked. There is no fallback (I3). */
record NoRooms(Problem why) implements LiveKitRooms {
    @Override
    public RoomView look(String room) {
        throw new Unreachable(why);
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        return SendResult.CREDENTIAL_REJECTED;
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return SendResult.CREDENTIAL_REJECTED;
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        throw new Unreachable(why);
    }

    @Override
    public void removeParticipant(String room, String identity) {
        throw new Unreachable(why);
    }
}
