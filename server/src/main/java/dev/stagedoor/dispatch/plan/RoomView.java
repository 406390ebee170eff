// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room, observed with the tenant's own key: ListRooms, ListParticipants, and ListDispatch only if the room exists.
 *
 * @param exists     whether there is such a room
 * @param agents     the agents in it
 * @param people     how many other participants are in it
 * @param dispatches LiveKit's dispatches, without the implicit one with the empty name
 */
public record RoomView(boolean exists, List<Agent> agents, int people, List<Listed> dispatches) {
    /** No such room. */
    public static final RoomView ABSENT = new RoomView(false, List.of(), 0, List.of());

    public RoomView {
        agents = List.copyOf(agents);
        dispatches = List.copyOf(dispatches);
    }

    /** A participant of kind AGENT; {@code agentName} is its attribute {@code lk.agent_name}, "" if it has none. */
    public record Agent(String identity, String agentName, boolean active) {}

    /**
     * A dispatch as LiveKit lists it.
     *
     * @param livekitId   {@code AD_…}
     * @param dispatchId  our id in its metadata; "" if it is not ours
     * @param attempt     our attempt in its metadata; 0 if it is not ours
     * @param jobIdentity the participant identity of its job, once a worker has accepted it
     */
    public record Listed(
            String livekitId,
            String dispatchId,
            int attempt,
            @Nullable String jobIdentity) {}
}
