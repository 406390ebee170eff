// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.util.List;
import java.util.Optional;

/** What a dispatch must take back from a room, one step at a time. */
final class Leftovers {
    private final AgentMatcher matcher;

    Leftovers(AgentMatcher matcher) {
        this.matcher = matcher;
    }

    /** The next thing of this dispatch to remove. */
    Optional<Step> any(Dispatch dispatch, RoomView room) {
        List<RoomView.Listed> listed = matcher.ofThis(dispatch, room);
        if (!listed.isEmpty()) {
            return Optional.of(new Step.Delete(listed.getFirst().livekitId()));
        }
        return matcher.agentsOf(dispatch, room).stream().findFirst().map(Step.Remove::new);
    }

    /**
     * The next thing to remove of a dispatch that has ended. An agent of its name may by now be somebody else's: it is
     * left alone if LiveKit lists it as another dispatch's job, and, unless its job was this dispatch's, if it may be the
     * job of a dispatch that shows none yet.
     */
    Optional<Step> late(Dispatch dispatch, RoomView room) {
        List<RoomView.Listed> listed = matcher.ofThis(dispatch, room);
        if (!listed.isEmpty()) {
            return Optional.of(new Step.Delete(listed.getFirst().livekitId()));
        }
        boolean unclear = room.unmarked().stream()
                        .anyMatch(entry ->
                                entry.agentName().equals(dispatch.spec().agentName()))
                || room.dispatches().stream().anyMatch(entry -> entry.jobIdentity() == null);
        return matcher.agentsOf(dispatch, room).stream()
                .filter(identity -> room.dispatches().stream().noneMatch(entry -> identity.equals(entry.jobIdentity())))
                .filter(identity -> !unclear || matcher.isOfJob(dispatch, identity))
                .findFirst()
                .map(Step.Remove::new);
    }

    /** The next thing to remove so that only the agent with this identity stays. */
    Optional<Step> besides(String stays, Dispatch dispatch, RoomView room) {
        int current = dispatch.attempts().size();
        Optional<Step> listed = matcher.ofThis(dispatch, room).stream()
                .filter(entry -> !stays.equals(entry.jobIdentity()))
                .filter(entry -> entry.attempt() != current || entry.jobIdentity() != null)
                .findFirst()
                .map(entry -> new Step.Delete(entry.livekitId()));
        return listed.or(() -> matcher.agentsOf(dispatch, room).stream()
                .filter(identity -> !identity.equals(stays))
                .findFirst()
                .map(Step.Remove::new));
    }
}
