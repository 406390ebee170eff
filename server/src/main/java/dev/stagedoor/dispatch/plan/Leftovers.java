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

    /** The next thing of an attempt that was given up to remove; what was lost may still come back. */
    Optional<Step> given(Dispatch dispatch, RoomView room) {
        return matcher.ofThis(dispatch, room).stream()
                .filter(entry -> !isLost(dispatch, entry))
                .findFirst()
                .<Step>map(entry -> new Step.Delete(entry.livekitId()))
                .or(() -> matcher.agentsOf(dispatch, room).stream()
                        .filter(identity -> !identity.equals(dispatch.replaces()))
                        .findFirst()
                        .map(Step.Remove::new));
    }

    /** Whether it brought the agent that was lost and that no other has replaced yet. */
    private static boolean isLost(Dispatch dispatch, RoomView.Listed entry) {
        String lost = dispatch.replaces();
        return lost != null
                && (lost.equals(entry.jobIdentity())
                        || (entry.jobIdentity() == null
                                && entry.attempt()
                                        == dispatch.lastLost().orElseThrow().number()));
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

    /** The next thing to remove so that only the agent with this identity stays, and one that it does not replace yet. */
    Optional<Step> besides(String stays, Dispatch dispatch, RoomView room) {
        int current = dispatch.attempts().size();
        boolean given = dispatch.current().map(Attempt::abandonedAt).isPresent();
        Optional<Step> listed = matcher.ofThis(dispatch, room).stream()
                .filter(entry -> !stays.equals(entry.jobIdentity()))
                .filter(entry -> entry.attempt() != current || entry.jobIdentity() != null || given)
                .filter(entry -> !isLost(dispatch, entry) && !isOfReturned(stays, dispatch, entry))
                .findFirst()
                .map(entry -> new Step.Delete(entry.livekitId()));
        return listed.or(() -> matcher.agentsOf(dispatch, room).stream()
                .filter(identity -> !identity.equals(stays) && !identity.equals(dispatch.replaces()))
                .findFirst()
                .map(Step.Remove::new));
    }

    /** An agent that was lost and is back keeps the attempt that brought it, whose job may not show. */
    private static boolean isOfReturned(String stays, Dispatch dispatch, RoomView.Listed entry) {
        return entry.jobIdentity() == null
                && entry.attempt() == dispatch.attempt()
                && stays.equals(dispatch.joined())
                && dispatch.attempt() < dispatch.attempts().size();
    }
}
