// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.projects.Project;
import java.util.List;
import java.util.function.Function;

/**
 * One LiveKit by several credential versions: the next one is tried where LiveKit rejects one. Agents are sent only by the
 * dispatch's own version, so not at all if that was revoked (I2).
 */
final class KeyedRooms implements LiveKitRooms {
    private final List<ProjectRooms> keys;
    private final LiveKitRooms sending;

    /** By the given projects of one server, in that order; sends by the version {@code own}. */
    KeyedRooms(List<Project> projects, long own) {
        this.keys = projects.stream().map(ProjectRooms::new).toList();
        this.sending = projects.getFirst().version() == own ? keys.getFirst() : NoRooms.lockedOut();
    }

    @Override
    public RoomView look(String room) {
        return byAnyKey(rooms -> rooms.look(room));
    }

    @Override
    public SendResult createRoom(NewRoom room) {
        return sending.createRoom(room);
    }

    @Override
    public SendResult createDispatch(String room, String agentName, String metadata) {
        return sending.createDispatch(room, agentName, metadata);
    }

    @Override
    public void deleteDispatch(String room, String livekitId) {
        byAnyKey(rooms -> {
            rooms.deleteDispatch(room, livekitId);
            return livekitId;
        });
    }

    @Override
    public void removeParticipant(String room, String identity) {
        byAnyKey(rooms -> {
            rooms.removeParticipant(room, identity);
            return identity;
        });
    }

    private <T> T byAnyKey(Function<LiveKitRooms, T> call) {
        for (ProjectRooms key : keys.subList(0, keys.size() - 1)) {
            try {
                return call.apply(key);
            } catch (Unreachable failed) {
                if (!isRejected(failed)) {
                    throw failed;
                }
            }
        }
        return call.apply(keys.getLast());
    }

    private static boolean isRejected(Unreachable failed) {
        return failed.getCause() instanceof LiveKitException.CredentialRejected
                || failed.getCause() instanceof LiveKitException.PermissionDenied;
    }
}
