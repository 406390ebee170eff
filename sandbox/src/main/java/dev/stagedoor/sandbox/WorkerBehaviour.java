// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual worker does with one job. Start from one of the factories and change what differs.
 *
 * @param answer what it says when the job is offered
 * @param arrival when its agent joins, or null if it never does although it took the job
 * @param crash when it crashes, or null for an agent that does not
 * @param departure what happens once its dispatch is deleted
 */
public record WorkerBehaviour(
        Answer answer, @Nullable Arrival arrival, @Nullable Crash crash, Departure departure) {
    /** What a worker says when it is offered a job. */
    public enum Answer {
        /** Takes it. */
        ACCEPT,
        /** Turns it down: LiveKit asks the next worker of that name, if there is one. */
        REFUSE,
        /** Says nothing: LiveKit waits 10 s, then gives the job up without asking another. */
        SILENCE
    }

    /**
     * When the agent joins.
     *
     * @param after from the offer to its arrival; it is ACTIVE 0.1 s later
     * @param spread a chance delay from 0 to this much more, by the sandbox's seed
     */
    public record Arrival(Duration after, Duration spread) {}

    /**
     * A crash.
     *
     * @param after from ACTIVE to the crash
     * @param lingers how long the crashed agent still shows in the room
     */
    public record Crash(Duration after, Duration lingers) {}

    /**
     * How the agent goes when its dispatch is deleted.
     *
     * @param in how long it takes to leave once the worker was told; LiveKit removes it after 3 s
     * @param afterDelete if set, it leaves exactly this long after the deletion, whatever LiveKit does
     * @param joinsThoughDeleted whether it still joins, and then stays, when it was told before it had joined:
     *     measured with LiveKit's Node workers
     */
    public record Departure(Duration in, @Nullable Duration afterDelete, boolean joinsThoughDeleted) {}

    private static final Arrival PROMPT = new Arrival(Duration.ofMillis(320), Duration.ZERO);
    private static final Departure PROMPTLY = new Departure(Duration.ofMillis(100), null, true);

    /** Takes the job and joins as a healthy idle worker does: ACTIVE after 0.42 s (measured). */
    public static WorkerBehaviour joins() {
        return new WorkerBehaviour(Answer.ACCEPT, PROMPT, null, PROMPTLY);
    }

    /** Joins, but only {@code delay} after the job was offered. */
    public static WorkerBehaviour joinsAfter(Duration delay) {
        return joinsBetween(delay, delay);
    }

    /** Joins at a chance moment between {@code soonest} and {@code latest} after the job was offered. */
    public static WorkerBehaviour joinsBetween(Duration soonest, Duration latest) {
        return new WorkerBehaviour(Answer.ACCEPT, new Arrival(soonest, latest.minus(soonest)), null, PROMPTLY);
    }

    /** Takes the job, so that it is listed as running, and never joins. */
    public static WorkerBehaviour acceptsOnly() {
        return new WorkerBehaviour(Answer.ACCEPT, null, null, PROMPTLY);
    }

    /** Turns every job down. */
    public static WorkerBehaviour refuses() {
        return new WorkerBehaviour(Answer.REFUSE, null, null, PROMPTLY);
    }

    /** Never answers an offer. */
    public static WorkerBehaviour silent() {
        return new WorkerBehaviour(Answer.SILENCE, null, null, PROMPTLY);
    }

    /** The same, crashing {@code after} it became ACTIVE and showing in the room for {@code lingers} more. */
    public WorkerBehaviour crashing(Duration after, Duration lingers) {
        return new WorkerBehaviour(answer, arrival, new Crash(after, lingers), departure);
    }

    /** The same, taking this long to leave once told; LiveKit removes it after 3 s whatever it wants. */
    public WorkerBehaviour leavingIn(Duration delay) {
        return leaving(new Departure(delay, null, departure.joinsThoughDeleted()));
    }

    /** The same, leaving exactly {@code delay} after its dispatch was deleted. */
    public WorkerBehaviour leavingAfterDelete(Duration delay) {
        return leaving(new Departure(departure.in(), delay, departure.joinsThoughDeleted()));
    }

    /** The same, staying away when it was told to stop before it had joined. */
    public WorkerBehaviour stayingAwayOnceDeleted() {
        return leaving(new Departure(departure.in(), departure.afterDelete(), false));
    }

    private WorkerBehaviour leaving(Departure other) {
        return new WorkerBehaviour(answer, arrival, crash, other);
    }
}
