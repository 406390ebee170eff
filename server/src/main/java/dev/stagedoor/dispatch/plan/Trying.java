// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A dispatch whose agent has not joined yet: is its attempt still waited for, or sent again? The rule and the
 * measurements behind it are in docs/decisions/0008-fast-resend.md.
 */
final class Trying {
    /** Within which most agents join: only then is the one that is replaced asked whether it is back. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** In which a room is only peeked into: most agents join within it, and a job shows later. */
    private static final int PEEKS = 3;

    /** Later attempts are looked at less often: they wait for a busy worker. */
    private static final int LOOKED_AT_OFTEN = 3;

    private final DispatchTiming timing;
    private final AgentMatcher matcher;
    private final Leftovers leftovers;
    private final Patience patience;
    private final Watching watching;

    Trying(DispatchTiming timing, AgentMatcher matcher, Leftovers leftovers, Watching watching) {
        this.watching = watching;
        this.timing = timing;
        this.matcher = matcher;
        this.leftovers = leftovers;
        this.patience = new Patience(timing);
    }

    Step next(Dispatch dispatch, RoomView room, Workers workers, Instant now) {
        Optional<Attempt> current = dispatch.current();
        if (current.isEmpty()) {
            return again(dispatch, room, now);
        }
        Attempt attempt = current.get();
        Step step = attempt.abandonedAt() == null
                ? waitFor(dispatch, attempt, room, workers, now)
                : afterAbandoned(dispatch, attempt, room, now);
        boolean late = !attempt.startedAt().plus(SOON).isAfter(now);
        return step instanceof Step.Wait && late
                ? watching.asking(dispatch, room, now).orElse(step)
                : step;
    }

    /** Nothing is expected at once. */
    Step sent(Dispatch dispatch, Instant now) {
        return new Step.Wait(
                dispatch.current().map(attempt -> nextLook(attempt, now)).orElse(now));
    }

    /**
     * Whether who is inside is all that needs to be known: the first agent in a room that was made for it is its own, by its
     * name, and until more time has passed than most agents take, what LiveKit lists changes nothing. Not for the first calls
     * of a project: whether it shows jobs at once is learned from what it lists.
     */
    boolean mayPeek(Dispatch dispatch, Attempt attempt, Workers workers, Instant now) {
        return workers.warm()
                && dispatch.spec().target().newRoom()
                && attempt.number() == 1
                && attempt.via() == Attempt.Via.CREATE_ROOM
                && attempt.state().equals(Attempt.State.SENT)
                && attempt.jobIdentity() == null
                && attempt.abandonedAt() == null
                && attempt.startedAt()
                        .plus(timing.pollInitial().multipliedBy(PEEKS))
                        .isAfter(now);
    }

    /** Only who is in the room is known. */
    Step peeked(Dispatch dispatch, RoomView inside, Instant now) {
        Attempt attempt = dispatch.current().orElseThrow();
        Optional<String> joined = matcher.joined(dispatch, attempt, inside, now);
        if (joined.isPresent()) {
            return new Step.Become(dispatch.joined(joined.get(), now));
        }
        return inside.exists() && inside.agents().isEmpty() ? new Step.Wait(nextLook(attempt, now)) : new Step.Look();
    }

    /** Soon at first, when most agents join, then less often. */
    private Instant nextLook(Attempt attempt, Instant now) {
        Duration soon = timing.pollInitial();
        Duration since = Duration.between(attempt.startedAt(), now);
        Duration pause = timing.pollInterval();
        if (attempt.number() <= LOOKED_AT_OFTEN && since.compareTo(soon.multipliedBy(4)) < 0) {
            pause = since.compareTo(soon.multipliedBy(2)) < 0 ? soon : soon.multipliedBy(2);
        }
        return now.plus(pause);
    }

    private static Step again(Dispatch dispatch, RoomView room, Instant now) {
        Attempt.Via via = room.exists() ? Attempt.Via.CREATE_DISPATCH : Attempt.Via.CREATE_ROOM;
        Set<String> before =
                Set.copyOf(room.agents().stream().map(RoomView.Agent::identity).toList());
        return new Step.Send(
                dispatch.starting(Attempt.starting(dispatch.attempts().size() + 1, via, now, before)));
    }

    /** An attempt is in progress: has its agent joined, has a worker taken it, is it over? */
    private Step waitFor(Dispatch dispatch, Attempt attempt, RoomView room, Workers workers, Instant now) {
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
        // Two agents may overlap until it is known which of them is this attempt's.
        String stays = attempt.jobIdentity();
        return Optional.ofNullable(stays)
                .flatMap(identity -> leftovers.besides(identity, dispatch, room))
                .orElseGet(() -> waitUntilOver(dispatch, attempt, room, workers, now));
    }

    private Step waitUntilOver(Dispatch dispatch, Attempt attempt, RoomView room, Workers workers, Instant now) {
        Instant over = over(dispatch, attempt, room, workers, now);
        if (!over.isAfter(now)) {
            return new Step.Become(abandoned(dispatch, attempt, room, workers, now));
        }
        Instant poll = nextLook(attempt, now);
        return new Step.Wait(over.isBefore(poll) ? over : poll);
    }

    private Instant over(Dispatch dispatch, Attempt attempt, RoomView room, Workers workers, Instant now) {
        boolean somebody = !matcher.candidates(dispatch, room).isEmpty();
        if (attempt.jobIdentity() != null || (somebody && matcher.nameDecides(dispatch, attempt, now))) {
            return Patience.forAgent(dispatch, attempt);
        }
        if (attempt.state().equals(Attempt.State.SENDING)) {
            // Its answer was lost: it may still land.
            return patience.cold(dispatch, attempt);
        }
        boolean unlisted =
                room.exists() && matcher.listed(dispatch, attempt, room).isEmpty();
        if (unlisted && attempt.via() == Attempt.Via.CREATE_ROOM) {
            // Somebody entered first: LiveKit ignores the agents of a request for a room that lives.
            return now;
        }
        boolean quick = unlisted || (workers.warm() && !somebody);
        return quick ? patience.warm(dispatch, attempt) : patience.cold(dispatch, attempt);
    }

    private Dispatch abandoned(Dispatch dispatch, Attempt attempt, RoomView room, Workers workers, Instant now) {
        if (attempt.jobIdentity() != null) {
            return dispatch.current(attempt.abandoned(now)).quiet(null);
        }
        List<String> there = matcher.candidates(dispatch, room);
        if (!there.isEmpty() && matcher.nameDecides(dispatch, attempt, now)) {
            return dispatch.current(attempt.job(there.getFirst()).abandoned(now))
                    .quiet(null);
        }
        Dispatch given = dispatch.current(attempt.abandoned(now)).quiet(null);
        boolean offered = matcher.listed(dispatch, attempt, room).isPresent();
        return offered ? given.unserved(workers.serving() ? EndReason.WORKERS_BUSY : EndReason.NO_WORKER) : given;
    }

    /**
     * Cleans up the earlier attempt first. The next one is sent at once if no worker had taken that: deleting its
     * dispatch leaves nothing that can still join. Otherwise its agent may be late, and is waited for (D4).
     */
    private Step afterAbandoned(Dispatch dispatch, Attempt attempt, RoomView room, Instant now) {
        boolean stillListed = matcher.listed(dispatch, attempt, room).isPresent();
        Optional<String> joined = matcher.joined(dispatch, attempt, room, now);
        if (stillListed && joined.isPresent()) {
            // It joined after all, before it was cleaned up.
            return new Step.Become(dispatch.joined(joined.get(), now));
        }
        return leftovers.given(dispatch, room).orElseGet(() -> {
            if (attempt.jobIdentity() == null) {
                return again(dispatch, room, now);
            }
            Instant quiet = dispatch.quietSince();
            if (quiet == null) {
                return new Step.Become(dispatch.quiet(now));
            }
            Instant free = quiet.plus(timing.quietPeriod());
            Instant poll = now.plus(timing.pollInterval());
            return free.isAfter(now) ? new Step.Wait(free.isBefore(poll) ? free : poll) : again(dispatch, room, now);
        });
    }
}
