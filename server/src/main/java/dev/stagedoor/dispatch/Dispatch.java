package dev.stagedoor.dispatch;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a dispatch: a value; {@link Planner} and {@link Outcomes} make the next one from it.
 *
 * @param id             its id
 * @param tenant         whose it is
 * @param spec           what was promised
 * @param status         where it stands
 * @param attempts       what was sent, oldest first
 * @param end            why it is over or being ended; null while it is neither
 * @param joined         the agent that stays, once one has joined
 * @param joinedAt       when that was seen
 * @param roomSeen       whether the room has been seen to exist
 * @param quietSince     since when nothing of what was sent has been seen; null while something is
 * @param failures       calls that failed in a row, for the back-off
 * @param unreachable    since when every call failed; null while the last one was answered
 * @param endingSince    since when it is being taken back
 * @param endedAt        when it ended
 */
public record Dispatch(
        DispatchId id,
        TenantId tenant,
        DispatchSpec spec,
        Status status,
        List<Attempt> attempts,
        @Nullable EndReason end,
        @Nullable String joined,
        @Nullable Instant joinedAt,
        boolean roomSeen,
        @Nullable Instant quietSince,
        int failures,
        @Nullable Instant unreachable,
        @Nullable Instant endingSince,
        @Nullable Instant endedAt) {

    public Dispatch {
        attempts = List.copyOf(attempts);
    }

    /** A dispatch that has just been asked for. */
    public static Dispatch requested(DispatchId id, TenantId tenant, DispatchSpec spec) {
        return new Dispatch(
                id, tenant, spec, Status.REQUESTED, List.of(), null, null, null, false, null, 0, null, null, null);
    }

    /**
     * The same dispatch with its first attempt about to be made, for a room whose name was made a moment ago: it is stored
     * like this in the transaction that asks for it, and sent when that has committed.
     */
    public Dispatch startingInNewRoom() {
        return starting(Attempt.starting(1, Attempt.Via.CREATE_ROOM, spec.createdAt(), Set.of()));
    }

    /** The attempt under way, if any was begun. */
    public Optional<Attempt> current() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** Whether anything of it may have reached LiveKit. */
    boolean mayBeThere() {
        return attempts.stream().anyMatch(attempt -> attempt.state() != Attempt.State.NOT_SENT);
    }

    /** The same dispatch, to be taken back and ended for that reason; the first reason given stays. */
    public Dispatch ending(EndReason reason, Instant now) {
        if (end != null || !status.live()) {
            return this;
        }
        return change().status(Status.ENDING)
                .end(reason)
                .quietSince(null)
                .endingSince(now)
                .make();
    }

    /** Over: completed if an agent had joined, failed if none ever did (D1). */
    Dispatch ended(EndReason reason, Instant now) {
        Status last = joinedAt == null ? Status.FAILED : Status.COMPLETED;
        return change().status(last)
                .end(end == null ? reason : end)
                .endedAt(now)
                .make();
    }

    Dispatch starting(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        Status next = status == Status.REQUESTED ? Status.REQUESTED : Status.SENT;
        return change().status(next).attempts(more).quietSince(null).make();
    }

    Dispatch current(Attempt attempt) {
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(changed.size() - 1, attempt);
        return change().attempts(changed).make();
    }

    Dispatch sent() {
        return change().status(status == Status.REQUESTED ? Status.SENT : status)
                .make();
    }

    Dispatch accepted(Attempt attempt) {
        return current(attempt).change().status(Status.ACCEPTED).make();
    }

    Dispatch joined(String identity, Instant now) {
        return change().status(Status.JOINED)
                .joined(identity, now)
                .quietSince(null)
                .make();
    }

    Dispatch quiet(@Nullable Instant since) {
        return change().quietSince(since).make();
    }

    /** With the time that an earlier one of its room and agent name has ended by now. */
    Dispatch after(@Nullable Instant earlierEndedAt) {
        return change().spec(spec.after(earlierEndedAt)).make();
    }

    Dispatch looked(boolean exists) {
        return change().roomSeen(roomSeen || exists).answered().make();
    }

    Dispatch failedCall(Instant now) {
        return change().failed(now).make();
    }

    Dispatch succeededCall() {
        return change().answered().make();
    }

    private DispatchChange change() {
        return new DispatchChange(this);
    }
}
