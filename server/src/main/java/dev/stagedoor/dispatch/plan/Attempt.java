package dev.stagedoor.dispatch.plan;

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
        /** {@code CreateRoom} with the agent in it: repeating it adds nothing (measured), so it may be repeated. */
        CREATE_ROOM,
        /** {@code CreateDispatch}, for a room that lives: each one adds an agent, so it is never repeated blindly. */
        CREATE_DISPATCH
    }

    /** How far an attempt got. */
    public sealed interface State {
        /** About to be sent, or sent with an unknown outcome: it may be there. */
        State SENDING = Progress.SENDING;
        /** It certainly was not sent; it may be sent again as it is. */
        State NOT_SENT = Progress.NOT_SENT;
        /** LiveKit has it. */
        State SENT = Progress.SENT;

        /** Given up at that time; whatever is left of it is taken back before anything else is sent. */
        record Abandoned(Instant at) implements State {}
    }

    private enum Progress implements State {
        SENDING,
        NOT_SENT,
        SENT
    }

    public Attempt {
        agentsBefore = Set.copyOf(agentsBefore);
    }

    /** The first sending of an attempt that is about to be made. */
    public static Attempt starting(int number, Via via, Instant now, Set<String> agentsBefore) {
        return new Attempt(number, via, State.SENDING, 1, now, agentsBefore, null);
    }

    /** When it was given up; null if it was not. */
    public @Nullable Instant abandonedAt() {
        return state instanceof State.Abandoned(Instant at) ? at : null;
    }

    /** That far along. */
    public Attempt with(State next) {
        return new Attempt(number, via, next, tries, startedAt, agentsBefore, jobIdentity);
    }

    /** Sent once more. */
    public Attempt again(Instant now) {
        return new Attempt(number, via, State.SENDING, tries + 1, now, agentsBefore, jobIdentity);
    }

    /** The last call certainly had no effect. One before it may have: then the attempt still may be there. */
    public Attempt notSent() {
        State left = tries > 1 ? State.SENDING : State.NOT_SENT;
        return new Attempt(number, via, left, tries - 1, startedAt, agentsBefore, jobIdentity);
    }

    /** LiveKit shows its job, with that participant identity. */
    public Attempt job(String identity) {
        return new Attempt(number, via, State.SENT, tries, startedAt, agentsBefore, identity);
    }

    /** Given up. */
    public Attempt abandoned(Instant now) {
        return with(new State.Abandoned(now));
    }
}
