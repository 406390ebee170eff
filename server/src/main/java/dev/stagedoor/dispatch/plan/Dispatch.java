package dev.stagedoor.dispatch.plan;

import dev.stagedoor.kernel.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The state of a dispatch: a value; {@link Planner} and {@link StepOutcome} make the next one from it.
 *
 * @param id         its id
 * @param tenant     whose it is
 * @param spec       what was requested
 * @param attempts   what was sent, oldest first
 * @param phase      how far it has got
 * @param contact    how the calls to LiveKit went
 * @param quietSince since when nothing of what was sent has been seen; null while something is
 */
public record Dispatch(
        DispatchId id,
        TenantId tenant,
        DispatchSpec spec,
        List<Attempt> attempts,
        Phase phase,
        Contact contact,
        @Nullable Instant quietSince) {

    public Dispatch {
        attempts = List.copyOf(attempts);
    }

    /** A dispatch that has just been requested. */
    public static Dispatch requested(DispatchId id, TenantId tenant, DispatchSpec spec) {
        return new Dispatch(id, tenant, spec, List.of(), new Phase.Requested(), Contact.NONE, null);
    }

    /** Where it stands. */
    public Status status() {
        return phase.status();
    }

    /** Why it is over or being ended; null while it is neither. */
    public @Nullable EndReason end() {
        return switch (phase) {
            case Phase.Ending ending -> ending.reason();
            case Phase.Ended ended -> ended.reason();
            case Phase.Requested ignored -> null;
            case Phase.Sent ignored -> null;
            case Phase.Accepted ignored -> null;
            case Phase.Joined ignored -> null;
        };
    }

    /** The participant identity of the agent that stays, once one has joined. */
    public @Nullable String joined() {
        Phase.JoinedAgent agent = phase.agent();
        return agent == null ? null : agent.identity();
    }

    /** When the agent was seen to have joined. */
    public @Nullable Instant joinedAt() {
        Phase.JoinedAgent agent = phase.agent();
        return agent == null ? null : agent.at();
    }

    /** When it ended. */
    public @Nullable Instant endedAt() {
        return phase instanceof Phase.Ended ended ? ended.at() : null;
    }

    /** Calls to LiveKit that failed in a row. */
    public int failures() {
        return contact.failures();
    }

    /**
     * The same dispatch with its first attempt about to be made, for a room whose name was made a moment ago: it is stored
     * like this in the transaction that asks for it, and sent when that has committed.
     */
    public Dispatch startingInNewRoom() {
        return starting(
                Attempt.starting(1, Attempt.Via.CREATE_ROOM, spec.schedule().createdAt(), Set.of()));
    }

    /** The attempt under way, if any was begun. */
    public Optional<Attempt> current() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** Whether anything of it may have reached LiveKit. */
    public boolean mayBeThere() {
        return attempts.stream().anyMatch(attempt -> !attempt.state().equals(Attempt.State.NOT_SENT));
    }

    /** The same dispatch, to be taken back and ended for that reason; the first reason given stays. */
    public Dispatch ending(EndReason reason, Instant now) {
        if (end() != null) {
            return this;
        }
        return with(new Phase.Ending(reason, now, phase.agent())).quiet(null);
    }

    /** Over: completed if an agent had joined, failed if none ever did (D1). */
    public Dispatch ended(EndReason reason, Instant now) {
        EndReason first = end();
        return with(new Phase.Ended(first == null ? reason : first, now, phase.agent()));
    }

    /** With one more attempt, which is about to be sent. */
    public Dispatch starting(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        Phase next = phase instanceof Phase.Requested ? phase : new Phase.Sent();
        return with(more).with(next).quiet(null);
    }

    /** With the attempt under way changed. */
    public Dispatch current(Attempt attempt) {
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(changed.size() - 1, attempt);
        return with(changed);
    }

    /** LiveKit has been told, or may have been. */
    public Dispatch sent() {
        return phase instanceof Phase.Requested ? with(new Phase.Sent()) : this;
    }

    /** A worker has taken the job of that attempt. */
    public Dispatch accepted(Attempt attempt) {
        return current(attempt).with(new Phase.Accepted());
    }

    /** The agent of that identity has joined. */
    public Dispatch joined(String identity, Instant now) {
        return with(new Phase.Joined(new Phase.JoinedAgent(identity, now))).quiet(null);
    }

    /** Since when nothing of it has been seen. */
    public Dispatch quiet(@Nullable Instant since) {
        return new Dispatch(id, tenant, spec, attempts, phase, contact, since);
    }

    /** With the time that an earlier one of its room and agent name has ended by now. */
    public Dispatch after(@Nullable Instant earlierEndedAt) {
        return new Dispatch(id, tenant, spec.after(earlierEndedAt), attempts, phase, contact, quietSince);
    }

    /** After a look that was answered. */
    public Dispatch looked(boolean exists) {
        return with(contact.looked(exists));
    }

    /** After a call that failed. */
    public Dispatch failedCall(Instant now) {
        return with(contact.failed(now));
    }

    /** After a call that succeeded. */
    public Dispatch succeededCall() {
        return with(contact.answered());
    }

    private Dispatch with(List<Attempt> next) {
        return new Dispatch(id, tenant, spec, next, phase, contact, quietSince);
    }

    private Dispatch with(Phase next) {
        return new Dispatch(id, tenant, spec, attempts, next, contact, quietSince);
    }

    private Dispatch with(Contact next) {
        return new Dispatch(id, tenant, spec, attempts, phase, next, quietSince);
    }
}
