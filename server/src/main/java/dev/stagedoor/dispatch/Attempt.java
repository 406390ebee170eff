package dev.stagedoor.dispatch;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One sending of a dispatch.
 *
 * @param number        1 for the first; it travels in the agent's metadata
 * @param via           by which call
 * @param state         how far it got
 * @param tries         how many calls may have had their effect; more than one only where repeating adds nothing
 * @param startedAt     when it was stored that it is about to be sent
 * @param agentsBefore  identities of agents that were in the room before it was sent: none of them is its
 * @param jobIdentity   the participant identity of its job, once LiveKit shows the job
 * @param abandonedAt   when it was given up; null while it was not
 */
public record Attempt(
        int number,
        Via via,
        State state,
        int tries,
        Instant startedAt,
        Set<String> agentsBefore,
        @Nullable String jobIdentity,
        @Nullable Instant abandonedAt) {

    /** The LiveKit call that sends. */
    public enum Via {
        /** {@code CreateRoom} with the agent in it: repeating it adds nothing (measured), so it may be repeated. */
        CREATE_ROOM,
        /** {@code CreateDispatch}, for a room that lives: each one adds an agent, so it is never repeated blindly. */
        CREATE_DISPATCH
    }

    /** How far an attempt got. */
    public enum State {
        /** About to be sent, or sent with an unknown outcome: it may be there. */
        SENDING,
        /** It certainly was not sent; it may be sent again as it is. */
        NOT_SENT,
        /** LiveKit has it. */
        SENT,
        /** Given up; whatever is left of it is taken back before anything else is sent. */
        ABANDONED
    }

    public Attempt {
        agentsBefore = Set.copyOf(agentsBefore);
    }

    /** The first sending of an attempt that is about to be made. */
    static Attempt starting(int number, Via via, Instant now, Set<String> agentsBefore) {
        return new Attempt(number, via, State.SENDING, 1, now, agentsBefore, null, null);
    }

    Attempt with(State next) {
        return new Attempt(number, via, next, tries, startedAt, agentsBefore, jobIdentity, abandonedAt);
    }

    Attempt again(Instant now) {
        return new Attempt(number, via, State.SENDING, tries + 1, now, agentsBefore, jobIdentity, abandonedAt);
    }

    /** The last call certainly had no effect. One before it may have: then the attempt still may be there. */
    Attempt notSent() {
        State left = tries > 1 ? State.SENDING : State.NOT_SENT;
        return new Attempt(number, via, left, tries - 1, startedAt, agentsBefore, jobIdentity, abandonedAt);
    }

    Attempt job(String identity) {
        return new Attempt(number, via, State.SENT, tries, startedAt, agentsBefore, identity, abandonedAt);
    }

    Attempt abandoned(Instant now) {
        return new Attempt(number, via, State.ABANDONED, tries, startedAt, agentsBefore, jobIdentity, now);
    }
}
