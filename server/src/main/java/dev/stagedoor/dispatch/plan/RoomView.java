// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room, observed with the tenant's own key: ListRooms, ListParticipants, and ListDispatch only if the room exists.
 *
 * @param exists     whether there is such a room
 * @param agents     the agents in it
 * @param people     how many other participants are in it
 * @param dispatches LiveKit's dispatches that bear our mark
 * @param unmarked   its other dispatches, without the implicit one with the empty name
 */
public record RoomView(
        boolean exists, List<Agent> agents, int people, List<Listed> dispatches, List<Unmarked> unmarked) {
    /** No such room. */
    public static final RoomView ABSENT = new RoomView(false, List.of(), 0, List.of());

    public RoomView {
        agents = List.copyOf(agents);
        dispatches = List.copyOf(dispatches);
        unmarked = List.copyOf(unmarked);
    }

    /** A room in which every dispatch bears our mark. */
    public RoomView(boolean exists, List<Agent> agents, int people, List<Listed> dispatches) {
        this(exists, agents, people, dispatches, List.of());
    }

    /**
     * The same, with the unmarked dispatches of its agent name listed as its attempts, if its metadata has no mark: a room
     * has one agent of a name, whatever way asked for it. The newest is the last attempt that LiveKit may have.
     */
    public RoomView claimedBy(Dispatch dispatch) {
        if (!dispatch.spec().briefing().verbatim()) {
            return this;
        }
        int newest = dispatch.attempts().stream()
                .filter(attempt -> !attempt.state().equals(Attempt.State.NOT_SENT))
                .mapToInt(Attempt::number)
                .max()
                .orElse(1);
        List<Listed> all = new ArrayList<>(dispatches);
        unmarked.stream()
                .filter(one -> one.agentName().equals(dispatch.spec().agentName()))
                .sorted(Comparator.comparing(Unmarked::createdAt).reversed())
                .forEach(one -> all.add(new Listed(
                        one.livekitId(),
                        dispatch.id().value(),
                        Math.max(1, newest - (all.size() - dispatches.size())),
                        one.jobIdentity())));
        return new RoomView(exists, agents, people, all);
    }

    /** A participant of kind AGENT; {@code agentName} is its attribute {@code lk.agent_name}, "" if it has none. */
    public record Agent(String identity, String agentName, boolean active) {}

    /**
     * A dispatch without our mark: LiveKit made it of an agent in a token, or somebody else did.
     *
     * @param jobIdentity the participant identity of its job, once a worker has accepted it
     * @param createdAt   by the server's clock
     */
    public record Unmarked(
            String livekitId, String agentName, @Nullable String jobIdentity, Instant createdAt) {}

    /**
     * A dispatch as LiveKit lists it.
     *
     * @param livekitId   {@code AD_…}
     * @param dispatchId  our id in its metadata; "" if it is not ours
     * @param attempt     our attempt in its metadata; 0 if it is not ours
     * @param jobIdentity the participant identity of its job, once a worker has accepted it
     * @param job         how its job ended, if LiveKit says so
     */
    public record Listed(
            String livekitId,
            String dispatchId,
            int attempt,
            @Nullable String jobIdentity,
            JobEnd job) {
        /** LiveKit does not say that its job has ended. */
        public Listed(String livekitId, String dispatchId, int attempt, @Nullable String jobIdentity) {
            this(livekitId, dispatchId, attempt, jobIdentity, JobEnd.UNKNOWN);
        }
    }

    /** How a job ended. A self-hosted LiveKit never says (measured), LiveKit Cloud does. */
    public enum JobEnd {
        /** It runs, or nobody has said otherwise. */
        UNKNOWN,
        /** The worker says that the job is done, or it was told to end it. */
        DONE,
        /** The worker says that it failed. */
        FAILED
    }
}
