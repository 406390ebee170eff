// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.dispatch.plan.RoomView;
import dev.stagedoor.dispatch.plan.SendResult;
import dev.stagedoor.projects.Project;
import dev.stagedoor.projects.Projects;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One LiveKit by several credential versions: the next one is tried where LiveKit rejects one. Agents are sent only by the
 * dispatch's own version, so not at all if that was revoked (I2).
 */
final class KeyedRooms implements LiveKitRooms {
    private final List<ProjectRooms> keys;
    private final LiveKitRooms sending;

    /** By the given projects of one server, in that order; sends by the version {@code own}. */
    KeyedRooms(List<Project> projects, long own, ProjectRooms.Told told, Clock clock) {
        this.keys = projects.stream()
                .map(project -> new ProjectRooms(project, told, clock))
                .toList();
        this.sending = projects.getFirst().version() == own ? keys.getFirst() : NoRooms.lockedOut();
    }

    @Override
    public RoomView look(String room) {
        return Projects.byAnyOf(keys, rooms -> rooms.look(room));
    }

    @Override
    public RoomView peek(String room) {
        return Projects.byAnyOf(keys, rooms -> rooms.peek(room));
    }

    @Override
    public boolean isAsItWas(String room, Instant then) {
        return keys.getFirst().isAsItWas(room, then);
    }

    @Override
    public Optional<RoomView> lookInside(String room, Instant then, String identity) {
        return Projects.byAnyOf(keys, rooms -> rooms.lookInside(room, then, identity));
    }

    @Override
    public Answer ask(String room, String identity, Duration patience) {
        return keys.getFirst().ask(room, identity, patience);
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
        Projects.byAnyOf(keys, rooms -> {
            rooms.deleteDispatch(room, livekitId);
            return livekitId;
        });
    }

    @Override
    public void removeParticipant(String room, String identity) {
        Projects.byAnyOf(keys, rooms -> {
            rooms.removeParticipant(room, identity);
            return identity;
        });
    }
}
