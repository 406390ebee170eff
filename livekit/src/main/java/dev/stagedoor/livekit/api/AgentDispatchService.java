// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Dispatches agents to rooms. Every method calls the server once and throws {@link LiveKitException}. */
public final class AgentDispatchService {
    private static final byte[] ROOM = JsonBytes.name("room");
    private static final byte[] AGENT_NAME = JsonBytes.name("agentName");
    private static final byte[] DISPATCH_ID = JsonBytes.name("dispatchId");

    private final Twirp.Target target;

    AgentDispatchService(Twirp.Target target) {
        this.target = target;
    }

    /** The same service with another deadline per call, which includes name lookup and connecting. */
    public AgentDispatchService within(Duration timeout) {
        return new AgentDispatchService(target.within(timeout));
    }

    /** The same service for a server that is not trusted: an answer longer than that many bytes is refused unread. */
    public AgentDispatchService answersUpTo(int bytes) {
        return new AgentDispatchService(target.upTo(bytes));
    }

    /**
     * Dispatches an agent to a room, which is created if it does not exist. The server answers before it asks any
     * worker. Not safe to repeat: each call adds another agent.
     */
    public AgentDispatch createDispatch(CreateDispatch request) {
        var body = new JsonBytes().open().text(ROOM, request.room()).text(AGENT_NAME, request.agentName());
        RoomConfigurationJson.writeJob(
                body, request.metadata(), request.restartPolicy(), request.deployment(), request.attributes());
        return call("CreateDispatch", request.room(), body, AgentDispatch.class);
    }

    /**
     * Deletes a dispatch; returns whether it existed. If the room does not exist, that takes the server three seconds.
     * The agent leaves about eight seconds later, or may still join.
     */
    public boolean deleteDispatch(String room, String dispatchId) {
        var body = in(room).text(DISPATCH_ID, dispatchId);
        try {
            call("DeleteDispatch", room, body, AgentDispatch.class);
            return true;
        } catch (LiveKitException.NotFound | LiveKitException.NoSuchRoom e) {
            return false;
        }
    }

    /** The dispatches of a room, including the implicit one with the empty name. */
    public List<AgentDispatch> listDispatch(String room) {
        return call("ListDispatch", room, in(room), Dispatches.class).agentDispatches();
    }

    /** One dispatch, if the room has it. */
    public Optional<AgentDispatch> getDispatch(String room, String dispatchId) {
        return call("ListDispatch", room, in(room).text(DISPATCH_ID, dispatchId), Dispatches.class)
                .agentDispatches()
                .stream()
                .filter(dispatch -> dispatch.id().equals(dispatchId))
                .findFirst();
    }

    private static JsonBytes in(String room) {
        if (room.isEmpty()) {
            throw new IllegalArgumentException("room is empty");
        }
        return new JsonBytes().open().text(ROOM, room);
    }

    private <T> T call(String method, String room, JsonBytes body, Class<T> answer) {
        var grants = new Twirp.Grants(VideoGrant.administering(room).build(), null);
        return target.call("AgentDispatchService", method, body, grants, answer);
    }

    record Dispatches(List<AgentDispatch> agentDispatches) implements Twirp.Listing {
        Dispatches {
            agentDispatches = agentDispatches == null ? List.of() : List.copyOf(agentDispatches);
        }
    }
}
