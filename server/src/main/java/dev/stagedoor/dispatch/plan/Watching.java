// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A dispatch whose agent has joined: is it still there, is another one too many, is it replaced (D4, D5)? The rule and the
 * measurements behind it are in docs/decisions/0020-replacement.md.
 */
final class Watching {
    private static final Duration MISSED = Duration.ofSeconds(2);
    /** A program that is there answers within milliseconds, whatever its own code does; the network may lose one question. */
    private static final int UNANSWERED = 2;

    private static final Duration FIRST_PATIENCE = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How long after it joined it is found out whether an agent answers at all. */
    private static final Duration LISTENED_TO = Duration.ofMinutes(1);

    private final DispatchTiming timing;
    private final AgentMatcher matcher;
    private final Leftovers leftovers;

    Watching(DispatchTiming timing, AgentMatcher matcher, Leftovers leftovers) {
        this.timing = timing;
        this.matcher = matcher;
        this.leftovers = leftovers;
    }

    /** The first question is only the quicker one: what one lost packet costs must fit into the second. */
    static Duration patience(int unanswered) {
        return unanswered == 0 ? FIRST_PATIENCE : PATIENCE;
    }

    /**
     * It is enough to know that the room is as it was at its last look where the agent has answered since, and no other one
     * of this dispatch can come. What is counted of a room without looking into it are people, not agents, so that now and
     * then its list is read.
     */
    Optional<Step> calm(Dispatch dispatch, Instant lookedAt, Instant now) {
        String joined = dispatch.joined();
        boolean calm = dispatch.status() == Status.JOINED
                && dispatch.end() == null
                && answers(dispatch)
                && dispatch.failures() == 0
                && dispatch.quietSince() == null
                && !mayGetCompany(dispatch, now);
        if (!calm || joined == null) {
            return Optional.empty();
        }
        return Optional.of(isDue(dispatch, lookedAt, now) ? new Step.LookInside(joined) : new Step.Glance());
    }

    private boolean mayGetCompany(Dispatch dispatch, Instant now) {
        boolean alone = isFirst(dispatch) && dispatch.spec().schedule().earlierEndedAt() == null;
        Instant joinedAt = dispatch.joinedAt();
        return joinedAt == null
                || joinedAt.plus(alone ? timing.settlePeriod() : timing.aftercare())
                        .isAfter(now);
    }

    /** Whether so much time has passed since a look that there must be another; not at one time for all dispatches. */
    private boolean isDue(Dispatch dispatch, Instant lookedAt, Instant now) {
        long full = timing.lookInterval().toMillis();
        int spread = Math.floorMod(dispatch.id().value().hashCode() * 31, 1000);
        return !lookedAt.plusMillis(full * 4 / 5 + full * spread / 5000).isAfter(now);
    }

    /** The room is as it was when the agent was last seen there. */
    Step unchanged(Dispatch dispatch, Instant now) {
        String joined = dispatch.joined();
        return dispatch.status() == Status.JOINED && dispatch.end() == null && joined != null
                ? listen(dispatch, joined, now)
                : new Step.Look();
    }

    /** The agent that was asked has answered. */
    static Step heard(Dispatch dispatch, Instant now) {
        if (dispatch.end() == null && dispatch.replaces() != null) {
            return new Step.Become(dispatch.returned(now));
        }
        boolean first = dispatch.status() == Status.JOINED && dispatch.contact().heardAt() == null;
        return first ? new Step.Become(dispatch.heard(now)) : new Step.Look();
    }

    /** The agent that was asked has not answered. */
    Step silent(Dispatch dispatch, int times, Instant now) {
        if (dispatch.end() == null && dispatch.replaces() != null) {
            return new Step.Wait(now.plus(timing.pollInterval()));
        }
        String joined = dispatch.joined();
        if (joined == null || dispatch.end() != null || !answers(dispatch) || times >= UNANSWERED) {
            return new Step.Look();
        }
        return new Step.Ask(joined);
    }

    private static boolean answers(Dispatch dispatch) {
        return dispatch.contact().heardAt() != null;
    }

    /** No other agent of this dispatch may stay; its own leaving ends the dispatch, and its vanishing brings another. */
    Step joined(Dispatch dispatch, Observation.Saw saw, Instant now) {
        String joined = String.valueOf(dispatch.joined());
        RoomView room = saw.room();
        if (!room.exists()) {
            return new Step.Become(
                    settling(dispatch, now)
                            ? dispatch.ending(EndReason.ROOM_CLOSED, now)
                            : dispatch.ended(EndReason.ROOM_CLOSED, now));
        }
        Optional<Step> surplus = leftovers.besides(joined, dispatch, room);
        if (surplus.isPresent()) {
            return surplus.get();
        }
        if (!matcher.isThere(joined, room)) {
            return missing(dispatch, room, now);
        }
        if (saw.silent() && answers(dispatch)) {
            return new Step.Become(dispatch.lost(EndReason.AGENT_SILENT, now));
        }
        return dispatch.quietSince() == null ? listen(dispatch, joined, now) : new Step.Become(dispatch.quiet(null));
    }

    private Step listen(Dispatch dispatch, String joined, Instant now) {
        Instant until = now.plus(settling(dispatch, now) ? timing.pollInterval() : timing.watchInterval());
        Instant joinedAt = dispatch.joinedAt();
        boolean mayAnswer = answers(dispatch)
                || (joinedAt != null && joinedAt.plus(LISTENED_TO).isAfter(now));
        return mayAnswer ? new Step.Listen(until, joined) : new Step.Wait(until);
    }

    private Step missing(Dispatch dispatch, RoomView room, Instant now) {
        Instant missing = dispatch.quietSince();
        if (missing == null) {
            return new Step.Become(dispatch.quiet(now));
        }
        return missing.plus(MISSED).isAfter(now)
                ? new Step.Wait(now.plus(timing.pollInterval()))
                : new Step.Become(gone(dispatch, room, now));
    }

    /** LiveKit lists a killed agent for 21 s, so one that is gone may have left, or its job ended in good order with its worker. */
    private Dispatch gone(Dispatch dispatch, RoomView room, Instant now) {
        RoomView.JobEnd job = matcher.ofThis(dispatch, room).stream()
                .filter(listed -> listed.attempt() == dispatch.attempt())
                .map(RoomView.Listed::job)
                .findFirst()
                .orElse(RoomView.JobEnd.UNKNOWN);
        boolean left = job == RoomView.JobEnd.DONE
                || room.people() == 0
                || (job == RoomView.JobEnd.UNKNOWN
                        && !dispatch.spec().whenLost().replaceUnclear());
        if (left) {
            return dispatch.ending(EndReason.AGENT_LEFT, now);
        }
        return dispatch.lost(job == RoomView.JobEnd.FAILED ? EndReason.JOB_FAILED : EndReason.AGENT_GONE, now);
    }

    /** Its agent has vanished: another is sent while anybody is there, unless there have been too many. */
    Step lost(Dispatch dispatch, Observation.Saw saw, Instant now) {
        RoomView room = saw.room();
        if (!room.exists()) {
            return new Step.Become(dispatch.ending(EndReason.ROOM_CLOSED, now));
        }
        Attempt.State.Lost lost = dispatch.current().map(Attempt::lost).orElseThrow();
        int times = dispatch.lostSince(now.minus(timing.replacement().window()));
        if (!wanted(dispatch, lost) || times > timing.replacement().perDispatch()) {
            return new Step.Become(dispatch.ending(EndReason.AGENT_LOST, now));
        }
        Instant due = lost.at().plus(pause(dispatch, times));
        if (room.people() == 0 || due.isAfter(now)) {
            Instant poll = now.plus(timing.pollInterval());
            return asking(dispatch, room, now)
                    .orElse(new Step.Wait(due.isAfter(now) && due.isBefore(poll) ? due : poll));
        }
        Set<String> before =
                Set.copyOf(room.agents().stream().map(RoomView.Agent::identity).toList());
        return new Step.Replace(dispatch.starting(
                Attempt.starting(dispatch.attempts().size() + 1, Attempt.Via.CREATE_DISPATCH, now, before)));
    }

    private static boolean wanted(Dispatch dispatch, Attempt.State.Lost lost) {
        DispatchSpec.WhenLost policy = dispatch.spec().whenLost();
        return lost.why() == EndReason.AGENT_GONE ? policy.replaceUnclear() : policy.replaceFailed();
    }

    /** The first replacement is sent at once. */
    private Duration pause(Dispatch dispatch, int times) {
        if (times < 2) {
            return Duration.ZERO;
        }
        long full = Math.min(
                timing.replacement().pause().toMillis() << Math.min(times - 2, 16),
                timing.replacement().longestPause().toMillis());
        int spread = Math.floorMod(dispatch.id().value().hashCode() * 31 + times, 1000);
        return Duration.ofMillis(full / 2 + full * spread / 2000);
    }

    /** Too many of the tenant's agents have vanished lately: it waits its turn, for as long as any dispatch. */
    Step spent(Dispatch dispatch, Instant now) {
        Instant since = dispatch.current()
                .map(Attempt::lost)
                .map(Attempt.State.Lost::at)
                .orElse(now);
        return since.plus(timing.deadline())
                        .plus(timing.replacement().longestPause())
                        .isAfter(now)
                ? new Step.Wait(now.plus(timing.watchInterval()))
                : new Step.Become(dispatch.ending(EndReason.AGENT_LOST, now));
    }

    /** While nobody has taken the lost agent's place, it is asked whether it is back; one that never answered need not. */
    Optional<Step> asking(Dispatch dispatch, RoomView room, Instant now) {
        String lost = dispatch.replaces();
        if (lost == null || !matcher.isThere(lost, room)) {
            return Optional.empty();
        }
        return Optional.of(answers(dispatch) ? new Step.Ask(lost) : new Step.Become(dispatch.returned(now)));
    }

    private boolean settling(Dispatch dispatch, Instant now) {
        Instant joinedAt = dispatch.joinedAt();
        Duration unsettled = isFirst(dispatch) ? timing.quietPeriod() : timing.settlePeriod();
        return joinedAt != null && joinedAt.plus(unsettled).isAfter(now);
    }

    private static boolean isFirst(Dispatch dispatch) {
        return dispatch.attempts().size() == 1 && dispatch.attempts().getFirst().tries() == 1;
    }
}
