// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a dispatch.
 *
 * @param number        from 1; part of the agent's metadata
 * @param via           the LiveKit call
 * @param state         its progress
 * @param tries         how many calls may have taken effect; more than one only if the call is idempotent
 * @param startedAt     when LiveKit answered that it has it; until then, when it was stored, before sending
 * @param agentsBefore  identities of agents in the room before it was sent, none of which is its own
 * @param jobIdentity   the participant identity of its job, once LiveKit shows it
 */
public record Attempt(
        int number,
        Via via,
        State state,
        int tries,
        Instant startedAt,
        Set<String> agentsBefore,
        @Nullable String jobIdentity) {

    /** The LiveKit call that sends. */
    public enum Via {
        /** {@code CreateRoom} with the agent: idempotent (measured), so it may be retried. */
        CREATE_ROOM,
        /** {@code CreateDispatch}, for an existing room: each call adds an agent, so it is never retried blindly. */
        CREATE_DISPATCH
    }

    /** An attempt's progress. */
    public sealed interface State {
        /** About to be sent, or sent with an unknown outcome: LiveKit may have it. */
        State SENDING = Progress.SENDING;
        /** Certainly not sent; it may be sent again. */
        State NOT_SENT = Progress.NOT_SENT;
        /** LiveKit has it. */
        State SENT = Progress.SENT;

        /** Abandoned at that time; what is left of it is cleaned up before anything else is sent. */
        record Abandoned(Instant at) implements State {}

        /** Its agent had joined, and has vanished since: seen at that time, for that reason. */
        record Lost(Instant at, EndReason why) implements State {}
    }

    private enum Progress implements State {
        SENDING,
        NOT_SENT,
        SENT
    }

    public Attempt {
        agentsBefore = Set.copyOf(agentsBefore);
    }

    /** A new attempt that is about to be sent. */
    public static Attempt starting(int number, Via via, Instant now, Set<String> agentsBefore) {
        return new Attempt(number, via, State.SENDING, 1, now, agentsBefore, null);
    }

    /** When it was abandoned; null if it was not. */
    public @Nullable Instant abandonedAt() {
        return state instanceof State.Abandoned(Instant at) ? at : null;
    }

    /** How its agent was lost; null if it was not. */
    public State.@Nullable Lost lost() {
        return state instanceof State.Lost lost ? lost : null;
    }

    /** With another state. */
    public Attempt with(State next) {
        return new Attempt(number, via, next, tries, startedAt, agentsBefore, jobIdentity);
    }

    /** Sent again. */
    public Attempt again(Instant now) {
        return new Attempt(number, via, State.SENDING, tries + 1, now, agentsBefore, jobIdentity);
    }

    /** LiveKit has answered that it has it. */
    public Attempt sent(Instant now) {
        return new Attempt(number, via, State.SENT, tries, now, agentsBefore, jobIdentity);
    }

    /** The last call had no effect; after an earlier one with an unknown outcome, LiveKit may still have the attempt. */
    public Attempt notSent() {
        State left = tries > 1 ? State.SENDING : State.NOT_SENT;
        return new Attempt(number, via, left, tries - 1, startedAt, agentsBefore, jobIdentity);
    }

    /** LiveKit shows its job, with that participant identity. */
    public Attempt job(String identity) {
        return new Attempt(number, via, State.SENT, tries, startedAt, agentsBefore, identity);
    }

    /** Its agent, which had joined with that identity, has vanished. */
    public Attempt lost(String identity, EndReason why, Instant now) {
        return new Attempt(number, via, new State.Lost(now, why), tries, startedAt, agentsBefore, identity);
    }

    /** Abandoned. */
    public Attempt abandoned(Instant now) {
        return with(new State.Abandoned(now));
    }
}
