package dev.stagedoor.livekit.api;

import dev.stagedoor.livekit.token.VideoGrant;
import dev.stagedoor.livekit.wire.JsonBytes;
import dev.stagedoor.livekit.wire.RoomConfigurationJson;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Agents asked into rooms. Every method asks the server once and throws {@link LiveKitException}. */
public final class AgentDispatchService {
    private static final byte[] ROOM = JsonBytes.name("room");
    private static final byte[] AGENT_NAME = JsonBytes.name("agentName");
    private static final byte[] DISPATCH_ID = JsonBytes.name("dispatchId");

    private final Twirp.Target target;

    AgentDispatchService(Twirp.Target target) {
        this.target = target;
    }

    /** The same service with another deadline for each call, looking up and connecting included. */
    public AgentDispatchService within(Duration timeout) {
        return new AgentDispatchService(target.within(timeout));
    }

    /**
     * Asks an agent into a room, which is made when there is none. The answer comes before any worker was asked. Not
     * safe to repeat: each call adds another agent.
     */
    public AgentDispatch createDispatch(CreateDispatch request) {
        var body = new JsonBytes().open().text(ROOM, request.room()).text(AGENT_NAME, request.agentName());
        RoomConfigurationJson.writeJob(
                body, request.metadata(), request.restartPolicy(), request.deployment(), request.attributes());
        return call("CreateDispatch", request.room(), body, AgentDispatch.class);
    }

    /**
     * Takes a dispatch back. Whether there was one; to say no for a room that is not there takes the server three
     * seconds. The agent leaves some eight seconds later, or still comes.
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

    /**
     * The dispatches of a room, the implicit one with the empty name included.
     *
     * @throws LiveKitException.NoSuchRoom after three seconds, when the room does not live
     */
    public List<AgentDispatch> listDispatch(String room) {
        return call("ListDispatch", room, in(room), Dispatches.class).agentDispatches();
    }

    /**
     * One dispatch, if the room has it.
     *
     * @throws LiveKitException.NoSuchRoom after three seconds, when the room does not live
     */
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

    record Dispatches(List<AgentDispatch> agentDispatches) {
        Dispatches {
            agentDispatches = agentDispatches == null ? List.of() : List.copyOf(agentDispatches);
        }
    }
}
