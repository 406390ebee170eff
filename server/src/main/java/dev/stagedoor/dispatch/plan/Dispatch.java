// SPDX-License-Identifier: Apache-2.0
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
 * @param attempts   its attempts, oldest first
 * @param phase      its progress
 * @param contact    the outcome of calls to LiveKit
 * @param quietSince since when nothing of its attempts has been seen; null while something is
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

    /** Its status. */
    public Status status() {
        return phase.status();
    }

    /** Why it ended or is ending; null otherwise. */
    public @Nullable EndReason end() {
        return switch (phase) {
            case Phase.Ending ending -> ending.reason();
            case Phase.Ended ended -> ended.reason();
            case Phase.Requested ignored -> null;
            case Phase.Sent ignored -> null;
            case Phase.Accepted ignored -> null;
            case Phase.Joined ignored -> null;
            case Phase.Lost ignored -> null;
        };
    }

    /** Why it ended or is ending; why its agent is lost; while it waits, why no worker has taken it; null otherwise. */
    public @Nullable EndReason reason() {
        if (phase instanceof Phase.Lost) {
            return current().map(Attempt::lost).map(Attempt.State.Lost::why).orElse(null);
        }
        return end() == null ? contact.unserved() : end();
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

    /** Consecutive failed calls to LiveKit. */
    public int failures() {
        return contact.failures();
    }

    /**
     * The same dispatch with its first attempt, for a room with a newly generated name: stored in the requesting
     * transaction, and sent after its commit.
     */
    public Dispatch startingInNewRoom() {
        return starting(
                Attempt.starting(1, Attempt.Via.CREATE_ROOM, spec.schedule().createdAt(), Set.of()));
    }

    /** The same dispatch with its first attempt made by LiveKit itself, in a room that exists. */
    public Dispatch adopted(Instant now) {
        Attempt made = Attempt.starting(1, Attempt.Via.CREATE_DISPATCH, now, Set.of());
        return starting(made.with(Attempt.State.SENT)).sent().looked(true);
    }

    /** The current attempt, if any. */
    public Optional<Attempt> current() {
        return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
    }

    /** Whether LiveKit may have received any of it. */
    public boolean mayBeThere() {
        return attempts.stream().anyMatch(attempt -> !attempt.state().equals(Attempt.State.NOT_SENT));
    }

    /** The same dispatch, ending for a reason; the first reason stays. */
    public Dispatch ending(EndReason reason, Instant now) {
        if (end() != null) {
            return this;
        }
        return with(new Phase.Ending(reason, now, phase.agent())).quiet(null);
    }

    /**
     * Ended: completed if an agent had joined and was not lost, failed otherwise (D1). It is watched if an attempt of it may have
     * been received besides the one whose agent joined.
     */
    public Dispatch ended(EndReason reason, Instant now) {
        boolean onlyOne = attempts.size() == 1 && attempts.getFirst().tries() == 1;
        return ended(reason, now, mayBeThere() && !(onlyOne && phase.agent() != null));
    }

    /** Ended though it is not known that everything of it was taken back: watched in any case. */
    public Dispatch givenUp(EndReason reason, Instant now) {
        return ended(reason, now, mayBeThere());
    }

    private Dispatch ended(EndReason reason, Instant now, boolean watched) {
        EndReason first = end();
        return with(new Phase.Ended(first == null ? reason : first, now, phase.agent(), watched));
    }

    /** Whether it has ended and may still produce an agent. */
    public boolean watched() {
        return phase instanceof Phase.Ended ended && ended.watched();
    }

    /** Ended, and nothing more can come of it. */
    public Dispatch unwatched() {
        return phase instanceof Phase.Ended(EndReason reason, Instant at, Phase.JoinedAgent agent, boolean ignored)
                ? with(new Phase.Ended(reason, at, agent, false))
                : this;
    }

    /** With another attempt, which is about to be sent. */
    public Dispatch starting(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        Phase next = phase instanceof Phase.Requested ? phase : new Phase.Sent();
        return with(more).with(next).quiet(null);
    }

    /** With the current attempt changed. */
    public Dispatch current(Attempt attempt) {
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(changed.size() - 1, attempt);
        return with(changed);
    }

    /** LiveKit has received it, or may have. */
    public Dispatch sent() {
        return phase instanceof Phase.Requested ? with(new Phase.Sent()) : this;
    }

    /** A worker has accepted the attempt's job. */
    public Dispatch accepted(Attempt attempt) {
        return current(attempt).with(new Phase.Accepted()).unserved(null);
    }

    /** Why no worker has taken the last attempt; null if one has. */
    public Dispatch unserved(@Nullable EndReason reason) {
        return with(contact.unserved(reason));
    }

    /** The agent with this identity has joined. */
    public Dispatch joined(String identity, Instant now) {
        return with(new Phase.Joined(new Phase.JoinedAgent(identity, now)))
                .unserved(null)
                .heard(null)
                .quiet(null);
    }

    /** The agent that had joined has vanished. */
    public Dispatch lost(EndReason why, Instant now) {
        Attempt attempt = current().orElseThrow();
        return current(attempt.lost(String.valueOf(joined()), why, now))
                .with(new Phase.Lost())
                .quiet(null);
    }

    /** The agent that was lost last answers again, and no other has joined: it stays, and another's attempt is given up. */
    public Dispatch returned(Instant now) {
        String identity = String.valueOf(lastLost().orElseThrow().jobIdentity());
        Attempt attempt = current().orElseThrow();
        Dispatch given = attempt.lost() == null ? current(attempt.abandoned(now)) : this;
        return given.with(new Phase.Joined(new Phase.JoinedAgent(identity, now)))
                .unserved(null)
                .quiet(null);
    }

    /** The attempt whose agent was lost last. */
    public Optional<Attempt> lastLost() {
        return attempts.reversed().stream()
                .filter(attempt -> attempt.lost() != null)
                .findFirst();
    }

    /** The identity of the agent that an attempt sent now replaces; null if it replaces none. */
    public @Nullable String replaces() {
        return joined() != null ? null : lastLost().map(Attempt::jobIdentity).orElse(null);
    }

    /** How many agents were lost since then. */
    int lostSince(Instant then) {
        return (int) attempts.stream()
                .map(Attempt::lost)
                .filter(lost -> lost != null && lost.at().isAfter(then))
                .count();
    }

    /** The attempts made since an agent was lost last; all, if none ever was. */
    List<Attempt> sinceLost() {
        int last = lastLost().map(Attempt::number).orElse(0);
        return attempts.stream().filter(attempt -> attempt.number() > last).toList();
    }

    /** The number of the attempt whose agent is in the room, else of the last one. */
    public int attempt() {
        String identity = joined();
        // The first: one that came back, and was lost and came back again, is noted with both attempts.
        return attempts.stream()
                .filter(attempt -> attempt.lost() != null)
                .filter(lost -> identity != null && identity.equals(lost.jobIdentity()))
                .findFirst()
                .map(Attempt::number)
                .orElse(attempts.size());
    }

    /** When the agent was first heard to answer; null if it never was. */
    public Dispatch heard(@Nullable Instant at) {
        return with(contact.heard(at));
    }

    /** Since when nothing of it has been seen. */
    public Dispatch quiet(@Nullable Instant since) {
        return new Dispatch(id, tenant, spec, attempts, phase, contact, since);
    }

    /** With the time at which an earlier dispatch of its room and agent name ended. */
    public Dispatch after(@Nullable Instant earlierEndedAt) {
        return new Dispatch(id, tenant, spec.after(earlierEndedAt), attempts, phase, contact, quietSince);
    }

    /** After a successful observation. */
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
