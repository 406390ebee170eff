// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides what a dispatch needs next. Pure: the same state, observation and time give the same step, so that seeded
 * histories replay exactly.
 */
public final class Planner {
    private static final Duration RARELY = Duration.ofMinutes(1);
    private static final Duration REST = Duration.ofMinutes(10);
    private static final Duration GIVE_UP = Duration.ofDays(1);

    private final DispatchTiming timing;
    private final Leftovers leftovers;
    private final Watching watching;
    private final Trying attempts;

    /** A planner with time limits. */
    public Planner(DispatchTiming timing) {
        this.timing = timing;
        AgentMatcher matcher = new AgentMatcher(timing);
        this.leftovers = new Leftovers(matcher);
        this.watching = new Watching(timing, matcher, leftovers);
        this.attempts = new Trying(timing, matcher, leftovers, watching);
    }

    /** How often an agent that has joined is asked whether it is there. */
    public Duration askInterval() {
        return timing.replacement().askInterval();
    }

    /** The time in which a tenant's lost agents are counted. */
    public Duration replacementWindow() {
        return timing.replacement().window();
    }

    /** How many agents a tenant may lose in that time before their replacements wait. */
    public int tenantReplacements() {
        return timing.replacement().perTenant();
    }

    /** How long an agent is waited for that is asked, once it has left so many questions unanswered. */
    public static Duration patience(int unanswered) {
        return Watching.patience(unanswered);
    }

    /** The next step. After every step but {@code Wait}, {@code Listen}, {@code Rest} and {@code Done}, decide again at once. */
    public Step next(
            Dispatch dispatch, Observation observation, Authorization authorization, Workers workers, Instant now) {
        if (!dispatch.status().live()) {
            return dispatch.watched() ? aftercare(dispatch, observation, now) : new Step.Done();
        }
        if (dispatch.end() == null && authorization.ends() != null) {
            return new Step.Become(dispatch.ending(authorization.ends(), now));
        }
        boolean trying = dispatch.end() == null && !isWatched(dispatch);
        if (trying && !now.isBefore(deadline(dispatch))) {
            return new Step.Become(dispatch.ending(tooLate(dispatch, workers, now), now));
        }
        if (dispatch.end() != null && !dispatch.mayBeThere()) {
            return new Step.Become(dispatch.ended(dispatch.end(), now));
        }
        return switch (observation) {
            case Observation.Failed() ->
                inVain(dispatch, now).orElseGet(() -> new Step.Wait(now.plus(BackOff.pause(timing, dispatch))));
            case Observation.LockedOut() -> lockedOut(dispatch, now);
            case Observation.Acted() ->
                inVain(dispatch, now)
                        .orElseGet(() -> resending(dispatch, now)
                                ? new Step.Look()
                                : new Step.Wait(now.plus(timing.pollInitial())));
            case Observation.NotYet() -> unseen(dispatch, workers, now);
            case Observation.Sent() -> attempts.sent(dispatch, now);
            case Observation.Peeked(RoomView inside) ->
                trying ? attempts.peeked(dispatch, inside, now) : watching.unchanged(dispatch, now);
            case Observation.Calm calm ->
                watching.calm(dispatch, calm.lookedAt(), now).orElseGet(() -> unseen(dispatch, workers, now));
            case Observation.Unchanged() -> watching.unchanged(dispatch, now);
            case Observation.Saw saw -> seen(dispatch, saw, workers, now);
            case Observation.Heard() -> Watching.heard(dispatch, now);
            case Observation.Silent(int times) -> watching.silent(dispatch, times, now);
            case Observation.Spent() -> watching.spent(dispatch, now);
        };
    }

    /** Its agent has joined, and another is sent only if it vanishes. */
    private static boolean isWatched(Dispatch dispatch) {
        return dispatch.status() == Status.JOINED || dispatch.status() == Status.LOST;
    }

    /** What no worker took was given up a moment ago: as soon as it is taken back, the next attempt is sent. */
    private boolean resending(Dispatch dispatch, Instant now) {
        return dispatch.end() == null
                && dispatch.current()
                        .filter(attempt -> attempt.jobIdentity() == null)
                        .map(Attempt::abandonedAt)
                        .filter(given -> given.plus(timing.pollInitial()).isAfter(now))
                        .isPresent();
    }

    /**
     * No wait is unbounded: neither for a LiveKit that became unreachable with the agent in it, nor, while cleaning up,
     * for one that stays unreachable.
     */
    private Optional<Step> inVain(Dispatch dispatch, Instant now) {
        if (dispatch.end() == null) {
            return isWatched(dispatch) && unreachableFor(timing.cleanupTimeout(), dispatch, now)
                    ? Optional.of(new Step.Become(dispatch.ending(EndReason.PROVIDER_UNAVAILABLE, now)))
                    : Optional.empty();
        }
        boolean tooLong = dispatch.phase() instanceof Phase.Ending ending
                && !ending.since().plus(timing.cleanupTimeout()).isAfter(now);
        return tooLong ? Optional.of(new Step.Become(dispatch.givenUp(dispatch.end(), now))) : Optional.empty();
    }

    /**
     * No credential opens the server of the room: the agent may still be there, so the room and agent name are not free.
     * It goes on being taken back once a credential of that server is put.
     */
    private static Step lockedOut(Dispatch dispatch, Instant now) {
        if (dispatch.phase() instanceof Phase.Ending ending) {
            return ending.since().plus(GIVE_UP).isAfter(now)
                    ? new Step.Rest(now.plus(REST))
                    : new Step.Become(dispatch.givenUp(ending.reason(), now));
        }
        return new Step.Become(dispatch.ending(EndReason.CREDENTIAL_REVOKED, now));
    }

    /**
     * After the end: takes back late agents of this dispatch for as long as any may come, and until a look has found none.
     */
    private Step aftercare(Dispatch dispatch, Observation observation, Instant now) {
        Instant ended = Objects.requireNonNull(dispatch.endedAt());
        Instant over = ended.plus(timing.aftercare());
        boolean isOver = !over.isAfter(now);
        Instant later = isOver ? now.plus(RARELY) : earlier(over, now.plus(timing.watchInterval()));
        return switch (observation) {
            case Observation.NotYet() -> new Step.Look();
            case Observation.Sent ignored -> new Step.Look();
            case Observation.Peeked ignored -> new Step.Look();
            case Observation.Calm calm ->
                // A late agent that creates the room again is seen without a look; one that joins people there is not.
                calm.existed() || isOver ? new Step.Look() : new Step.Glance();
            case Observation.Unchanged() -> new Step.Wait(later);
            case Observation.Failed() -> inTheEnd(dispatch, ended, new Step.Wait(later), now);
            case Observation.LockedOut() -> inTheEnd(dispatch, ended, new Step.Rest(now.plus(REST)), now);
            case Observation.Acted() -> new Step.Wait(now.plus(timing.pollInitial()));
            case Observation.Heard ignored -> new Step.Look();
            case Observation.Silent ignored -> new Step.Look();
            case Observation.Spent ignored -> new Step.Look();
            case Observation.Saw saw ->
                leftovers
                        .late(dispatch, saw.room())
                        .orElseGet(() -> isOver ? new Step.Become(dispatch.unwatched()) : new Step.Wait(later));
        };
    }

    /** A server that cannot be asked for a day has no room of that call any more. */
    private static Step inTheEnd(Dispatch dispatch, Instant ended, Step until, Instant now) {
        return ended.plus(GIVE_UP).isAfter(now) ? until : new Step.Become(dispatch.unwatched());
    }

    /** Without an observation: send what needs none, or observe. */
    private Step unseen(Dispatch dispatch, Workers workers, Instant now) {
        if (dispatch.end() != null || isWatched(dispatch)) {
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
        if (repeatable || attempt.state().equals(Attempt.State.NOT_SENT)) {
            return new Step.Send(dispatch.current(attempt.again(now)));
        }
        return attempts.mayPeek(dispatch, attempt, workers, now) ? new Step.Peek() : new Step.Look();
    }

    private Step seen(Dispatch dispatch, Observation.Saw saw, Workers workers, Instant now) {
        RoomView room = saw.room();
        if (dispatch.end() != null) {
            return leftovers.any(dispatch, room).orElseGet(() -> whenQuiet(dispatch, now));
        }
        if (dispatch.status() == Status.JOINED) {
            return watching.joined(dispatch, saw, now);
        }
        if (dispatch.status() == Status.LOST) {
            return watching.lost(dispatch, saw, now);
        }
        return dispatch.contact().roomSeen() && !room.exists()
                ? new Step.Become(dispatch.ending(EndReason.ROOM_CLOSED, now))
                : attempts.next(dispatch, room, workers, now);
    }

    /** When to stop trying; an attempt that a worker has taken by then keeps its time to join. */
    private Instant deadline(Dispatch dispatch) {
        Instant deadline = dispatch.lastLost().isEmpty()
                ? dispatch.spec().schedule().deadline()
                : dispatch.sinceLost().getFirst().startedAt().plus(timing.deadline());
        return dispatch.current()
                .filter(attempt -> attempt.jobIdentity() != null && attempt.abandonedAt() == null)
                .map(attempt -> Patience.forAgent(dispatch, attempt))
                .filter(deadline::isBefore)
                .orElse(deadline);
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

    /**
     * Workers are blamed only if their absence was observed: not if LiveKit became unreachable before any attempt timed
     * out, or has been for as long as an attempt takes.
     */
    private EndReason tooLate(Dispatch dispatch, Workers workers, Instant now) {
        List<Attempt> attempts = dispatch.sinceLost();
        boolean tried = attempts.stream().anyMatch(attempt -> attempt.abandonedAt() != null);
        Duration most = tried ? timing.attemptTimeout() : Duration.ZERO;
        if (unreachableFor(most, dispatch, now)) {
            return EndReason.PROVIDER_UNAVAILABLE;
        }
        if (attempts.isEmpty()) {
            return EndReason.NOT_SENT;
        }
        boolean taken = attempts.stream().anyMatch(attempt -> attempt.jobIdentity() != null);
        if (taken) {
            return EndReason.NOT_JOINED;
        }
        boolean busy = workers.serving() || dispatch.contact().unserved() == EndReason.WORKERS_BUSY;
        return busy ? EndReason.WORKERS_BUSY : EndReason.NO_WORKER;
    }

    private static boolean unreachableFor(Duration most, Dispatch dispatch, Instant now) {
        Instant since = dispatch.contact().unreachableSince();
        return since != null && !since.plus(most).isAfter(now);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
