// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an observation of a room proves about a dispatch (D2): presence, never absence. */
final class AgentMatcher {
    private final DispatchTiming timing;

    AgentMatcher(DispatchTiming timing) {
        this.timing = timing;
    }

    /**
     * The agent that has joined for this attempt: active, and the identity of its job. Until LiveKit shows the job (up
     * to 6 s) the agent name decides, but only if it cannot be another dispatch's agent of that name.
     */
    Optional<String> joined(Dispatch dispatch, Attempt attempt, RoomView room, Instant now) {
        String job = listed(dispatch, attempt, room)
                .map(RoomView.Listed::jobIdentity)
                .orElse(attempt.jobIdentity());
        if (job != null) {
            return active(room, job);
        }
        if (!nameDecides(dispatch, attempt, now)) {
            return Optional.empty();
        }
        return room.agents().stream()
                .filter(RoomView.Agent::active)
                .filter(agent -> agent.agentName().equals(dispatch.spec().agentName()))
                .map(RoomView.Agent::identity)
                .filter(identity -> !attempt.agentsBefore().contains(identity))
                .filter(identity -> !hasJob(dispatch, room.dispatches(), identity))
                .findFirst();
    }

    /**
     * Whether an agent of the dispatched name must be this attempt's. A later attempt whose job should show by now, and
     * does not, has none: what comes then is an earlier one's, however late.
     */
    boolean nameDecides(Dispatch dispatch, Attempt attempt, Instant now) {
        boolean clearOfEarlierDispatch = longAgo(dispatch.spec().schedule().earlierEndedAt(), now);
        boolean clearOfEarlierAttempts = dispatch.attempts().stream()
                .filter(earlier -> earlier.number() < attempt.number())
                .allMatch(earlier -> longAgo(earlier.abandonedAt(), now));
        boolean jobMayBeHidden =
                attempt.startedAt().plus(timing.attemptTimeout()).isAfter(now);
        return clearOfEarlierDispatch && clearOfEarlierAttempts && (attempt.number() == 1 || jobMayBeHidden);
    }

    private boolean longAgo(@Nullable Instant ended, Instant now) {
        return ended == null || !ended.plus(timing.lateAgentPeriod()).isAfter(now);
    }

    private static Optional<String> active(RoomView room, String identity) {
        return room.agents().stream()
                .filter(agent -> agent.active() && agent.identity().equals(identity))
                .map(RoomView.Agent::identity)
                .findFirst();
    }

    /** LiveKit's dispatch of an attempt, if listed. */
    Optional<RoomView.Listed> listed(Dispatch dispatch, Attempt attempt, RoomView room) {
        return ofThis(dispatch, room).stream()
                .filter(listed -> listed.attempt() == attempt.number())
                .findFirst();
    }

    /** LiveKit's dispatches of all attempts. */
    List<RoomView.Listed> ofThis(Dispatch dispatch, RoomView room) {
        return room.dispatches().stream()
                .filter(listed -> listed.dispatchId().equals(dispatch.id().value()))
                .toList();
    }

    /**
     * The identities of agents of this dispatch, or of a late predecessor with the same name: all that were not in the
     * room before the first attempt.
     */
    List<String> agentsOf(Dispatch dispatch, RoomView room) {
        if (dispatch.attempts().isEmpty()) {
            return List.of();
        }
        Set<String> before = dispatch.attempts().getFirst().agentsBefore();
        List<RoomView.Listed> listed = ofThis(dispatch, room);
        return room.agents().stream()
                .filter(agent -> agent.agentName().equals(dispatch.spec().agentName())
                        || hasJob(dispatch, listed, agent.identity()))
                .map(RoomView.Agent::identity)
                .filter(identity -> !before.contains(identity))
                .toList();
    }

    /** The same, without those that were lost: one of them may be an attempt's that is under way. */
    List<String> candidates(Dispatch dispatch, RoomView room) {
        Set<String> lost = dispatch.attempts().stream()
                .filter(attempt -> attempt.lost() != null)
                .map(attempt -> String.valueOf(attempt.jobIdentity()))
                .collect(Collectors.toSet());
        return agentsOf(dispatch, room).stream()
                .filter(identity -> !lost.contains(identity))
                .toList();
    }

    /** Whether that agent is listed, active or not. */
    boolean isThere(String identity, RoomView room) {
        return room.agents().stream().anyMatch(agent -> agent.identity().equals(identity));
    }

    /** Whether that is the agent that joined for this dispatch, or the agent of a job of it. */
    boolean isOfJob(Dispatch dispatch, String identity) {
        return identity.equals(dispatch.joined()) || hasJob(dispatch, List.of(), identity);
    }

    private static boolean hasJob(Dispatch dispatch, List<RoomView.Listed> listed, String identity) {
        return listed.stream().anyMatch(entry -> identity.equals(entry.jobIdentity()))
                || dispatch.attempts().stream().anyMatch(attempt -> identity.equals(attempt.jobIdentity()));
    }
}
