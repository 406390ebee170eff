// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a dispatch needs next. Pure: the same state, observation and time give the same step, so that seeded
 * histories replay exactly.
 */
public final class Planner {
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(3);
    private static final Duration MISSED = Duration.ofSeconds(2);

    private final DispatchTiming timing;
    private final AgentMatcher matcher;

    /** A planner with time limits. */
    public Planner(DispatchTiming timing) {
        this.timing = timing;
        this.matcher = new AgentMatcher(timing);
    }

    /** The next step. After every step but {@code Wait} and {@code Done}, decide again at once. */
    public Step next(Dispatch dispatch, Observation observation, Authorization authorization, Instant now) {
        if (!dispatch.status().live()) {
            return new Step.Done();
        }
        if (dispatch.end() == null && authorization == Authorization.WITHDRAWN) {
            return new Step.Become(dispatch.ending(EndReason.NO_LONGER_ALLOWED, now));
        }
        boolean trying = dispatch.end() == null && dispatch.status() != Status.JOINED;
        if (trying && !now.isBefore(dispatch.spec().schedule().deadline())) {
            return new Step.Become(dispatch.ending(tooLate(dispatch, now), now));
        }
        if (dispatch.end() != null && !dispatch.mayBeThere()) {
            return new Step.Become(dispatch.ended(dispatch.end(), now));
        }
        return switch (observation) {
            case Observation.Failed() ->
                inVain(dispatch, now).orElseGet(() -> new Step.Wait(now.plus(BackOff.pause(timing, dispatch))));
            case Observation.Acted() ->
                inVain(dispatch, now).orElseGet(() -> new Step.Wait(now.plus(timing.pollInitial())));
            case Observation.NotYet() -> unseen(dispatch, now);
            case Observation.Saw(RoomView room) -> seen(dispatch, room, now);
        };
    }

    /**
     * No wait is unbounded: neither for a LiveKit that became unreachable with the agent in it, nor, while cleaning up,
     * for one that stays unreachable.
     */
    private Optional<Step> inVain(Dispatch dispatch, Instant now) {
        if (dispatch.end() == null) {
            return dispatch.status() == Status.JOINED && unreachableFor(timing.cleanupTimeout(), dispatch, now)
                    ? Optional.of(new Step.Become(dispatch.ending(EndReason.PROVIDER_UNAVAILABLE, now)))
                    : Optional.empty();
        }
        boolean tooLong = dispatch.phase() instanceof Phase.Ending ending
                && !ending.since().plus(timing.cleanupTimeout()).isAfter(now);
        return tooLong ? Optional.of(new Step.Become(dispatch.ended(dispatch.end(), now))) : Optional.empty();
    }

    /** Without an observation: send what needs none, or observe. */
    private static Step unseen(Dispatch dispatch, Instant now) {
        if (dispatch.end() != null || dispatch.status() == Status.JOINED) {
            return new Step.Look();
        }
        Optional<Attempt> current = dispatch.current();
        if (current.isEmpty()) {
            return dispatch.spec().target().newRoom()
                    ? new Step.Send(dispatch.starting(Attempt.starting(1, Attempt.Via.CREATE_ROOM, now, Set.of())))
                    : new Step.Look();
        }
        Attempt attempt = current.get();
        boolean repeatable =
                attempt.via() == Attempt.Via.CREATE_ROOM && attempt.state().equals(Attempt.State.SENDING);
        return repeatable || attempt.state().equals(Attempt.State.NOT_SENT)
                ? new Step.Send(dispatch.current(attempt.again(now)))
                : new Step.Look();
    }

    private Step seen(Dispatch dispatch, RoomView room, Instant now) {
        if (dispatch.end() != null) {
            return takeBack(dispatch, room).orElseGet(() -> whenQuiet(dispatch, now));
        }
        if (dispatch.status() == Status.JOINED) {
            return watch(dispatch, room, now);
        }
        if (dispatch.contact().roomSeen() && !room.exists()) {
            return new Step.Become(dispatch.ending(EndReason.ROOM_CLOSED, now));
        }
        if (dispatch.current().isEmpty()) {
            return new Step.Send(dispatch.starting(attempt(dispatch, room, now)));
        }
        Attempt attempt = dispatch.current().get();
        return attempt.abandonedAt() != null
                ? afterAbandoned(dispatch, attempt, room, now)
                : waitFor(dispatch, attempt, room, now);
    }

    private static Attempt attempt(Dispatch dispatch, RoomView room, Instant now) {
        Attempt.Via via = room.exists() ? Attempt.Via.CREATE_DISPATCH : Attempt.Via.CREATE_ROOM;
        Set<String> before =
                Set.copyOf(room.agents().stream().map(RoomView.Agent::identity).toList());
        return Attempt.starting(dispatch.attempts().size() + 1, via, now, before);
    }

    /** An attempt is in progress: has its agent joined, has a worker accepted it, has it timed out? */
    private Step waitFor(Dispatch dispatch, Attempt attempt, RoomView room, Instant now) {
        Optional<String> joined = matcher.joined(dispatch, attempt, room, now);
        if (joined.isPresent()) {
            return new Step.Become(dispatch.joined(joined.get(), now));
        }
        Optional<RoomView.Listed> listed = matcher.listed(dispatch, attempt, room);
        String job = listed.map(RoomView.Listed::jobIdentity).orElse(null);
        if (job != null && !job.equals(attempt.jobIdentity())) {
            return new Step.Become(dispatch.accepted(attempt.job(job)));
        }
        if (listed.isPresent() && attempt.state().equals(Attempt.State.SENDING)) {
            return new Step.Become(dispatch.current(attempt.with(Attempt.State.SENT)));
        }
        Instant givenUp = attempt.startedAt().plus(timing.attemptTimeout());
        if (!givenUp.isAfter(now)) {
            return new Step.Become(dispatch.current(attempt.abandoned(now)).quiet(null));
        }
        boolean soon = attempt.startedAt().plus(FIRST_SECONDS).isAfter(now);
        return new Step.Wait(now.plus(soon ? timing.pollInitial() : timing.pollInterval()));
    }

    /** Cleans up the earlier attempt first; the next one is sent only when it is gone (D4). */
    private Step afterAbandoned(Dispatch dispatch, Attempt attempt, RoomView room, Instant now) {
        boolean stillListed = matcher.listed(dispatch, attempt, room).isPresent();
        Optional<String> joined = matcher.joined(dispatch, attempt, room, now);
        if (stillListed && joined.isPresent()) {
            // It joined after all, before it was cleaned up.
            return new Step.Become(dispatch.joined(joined.get(), now));
        }
        return takeBack(dispatch, room).orElseGet(() -> {
            Instant quiet = dispatch.quietSince();
            if (quiet == null) {
                return new Step.Become(dispatch.quiet(now));
            }
            Instant free = quiet.plus(timing.quietPeriod());
            return free.isAfter(now)
                    ? new Step.Wait(earlier(free, now.plus(timing.pollInterval())))
                    : new Step.Send(dispatch.starting(attempt(dispatch, room, now)));
        });
    }

    /** The next leftover of this dispatch to remove. */
    private Optional<Step> takeBack(Dispatch dispatch, RoomView room) {
        List<RoomView.Listed> listed = matcher.ofThis(dispatch, room);
        if (!listed.isEmpty()) {
            return Optional.of(new Step.Delete(listed.getFirst().livekitId()));
        }
        return matcher.agentsOf(dispatch, room).stream().findFirst().map(Step.Remove::new);
    }

    /** A missing room proves nothing: a late agent re-creates it (measured), so keep observing for as long. */
    private Step whenQuiet(Dispatch dispatch, Instant now) {
        EndReason end = dispatch.end() == null ? EndReason.CANCELLED : dispatch.end();
        Instant quiet = dispatch.quietSince();
        if (quiet == null) {
            return new Step.Become(dispatch.quiet(now));
        }
        Instant over = quiet.plus(timing.quietPeriod());
        return over.isAfter(now)
                ? new Step.Wait(earlier(over, now.plus(timing.pollInterval())))
                : new Step.Become(dispatch.ended(end, now));
    }

    /** An agent has joined: no other agent of this dispatch may stay, and its leaving ends the dispatch. */
    private Step watch(Dispatch dispatch, RoomView room, Instant now) {
        String joined = String.valueOf(dispatch.joined());
        if (!room.exists()) {
            return new Step.Become(
                    settling(dispatch, now)
                            ? dispatch.ending(EndReason.ROOM_CLOSED, now)
                            : dispatch.ended(EndReason.ROOM_CLOSED, now));
        }
        Optional<Step> surplus = surplus(dispatch, joined, room);
        if (surplus.isPresent()) {
            return surplus.get();
        }
        boolean there =
                room.agents().stream().anyMatch(agent -> agent.identity().equals(joined));
        Instant missing = dispatch.quietSince();
        if (there) {
            return missing == null
                    ? new Step.Wait(now.plus(settling(dispatch, now) ? timing.pollInterval() : timing.watchInterval()))
                    : new Step.Become(dispatch.quiet(null));
        }
        if (missing == null) {
            return new Step.Become(dispatch.quiet(now));
        }
        // Replacing it while people are still in the room would be decided here.
        return missing.plus(MISSED).isAfter(now)
                ? new Step.Wait(now.plus(timing.pollInterval()))
                : new Step.Become(dispatch.ending(EndReason.AGENT_LEFT, now));
    }

    private Optional<Step> surplus(Dispatch dispatch, String joined, RoomView room) {
        int current = dispatch.attempts().size();
        Optional<Step> listed = matcher.ofThis(dispatch, room).stream()
                .filter(entry -> !joined.equals(entry.jobIdentity()))
                .filter(entry -> entry.attempt() != current || entry.jobIdentity() != null)
                .findFirst()
                .map(entry -> new Step.Delete(entry.livekitId()));
        return listed.or(() -> matcher.agentsOf(dispatch, room).stream()
                .filter(identity -> !identity.equals(joined))
                .findFirst()
                .map(Step.Remove::new));
    }

    private boolean settling(Dispatch dispatch, Instant now) {
        Instant joinedAt = dispatch.joinedAt();
        boolean first = dispatch.attempts().size() == 1
                && dispatch.attempts().getFirst().tries() == 1;
        Duration unsettled = first ? timing.quietPeriod() : timing.settlePeriod();
        return joinedAt != null && joinedAt.plus(unsettled).isAfter(now);
    }

    /**
     * Workers are blamed only if their absence was observed: not if LiveKit became unreachable before any attempt timed
     * out, or has been for as long as an attempt takes.
     */
    private EndReason tooLate(Dispatch dispatch, Instant now) {
        boolean tried = dispatch.attempts().stream().anyMatch(attempt -> attempt.abandonedAt() != null);
        Duration most = tried ? timing.attemptTimeout() : Duration.ZERO;
        if (unreachableFor(most, dispatch, now)) {
            return EndReason.PROVIDER_UNAVAILABLE;
        }
        if (dispatch.attempts().isEmpty()) {
            return EndReason.NOT_SENT;
        }
        boolean taken = dispatch.attempts().stream().anyMatch(attempt -> attempt.jobIdentity() != null);
        return taken ? EndReason.NOT_JOINED : EndReason.NO_WORKER;
    }

    private static boolean unreachableFor(Duration most, Dispatch dispatch, Instant now) {
        Instant since = dispatch.contact().unreachableSince();
        return since != null && !since.plus(most).isAfter(now);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
