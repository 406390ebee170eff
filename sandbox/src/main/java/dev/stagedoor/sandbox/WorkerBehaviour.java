// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual worker does with one job. Start from a factory method and change what differs.
 *
 * @param answer how it responds when offered the job
 * @param arrival when its agent joins, or null if it takes the job but never joins
 * @param crash when the agent crashes, or null for never
 * @param departure what happens once its dispatch is deleted
 * @param identity the identity that its agent joins with, or null for LiveKit's {@code agent-…}
 * @param publishes time from ACTIVE to its audio track, which a caller on the telephone rings until; null for never
 */
public record WorkerBehaviour(
        Answer answer,
        @Nullable Arrival arrival,
        @Nullable Crash crash,
        Departure departure,
        @Nullable String identity,
        @Nullable Duration publishes) {
    /** How a worker responds when offered a job. */
    public enum Answer {
        /** Takes it. */
        ACCEPT,
        /** Turns it down: LiveKit asks the next worker of that name, if there is one. */
        REFUSE,
        /** Does not respond: LiveKit waits 10 s, then drops the job without asking another worker. */
        SILENCE
    }

    /**
     * When the agent joins.
     *
     * @param after time from the offer to joining; it is ACTIVE 0.1 s later
     * @param spread adds a random delay from 0 to this, drawn from the sandbox's seed
     */
    public record Arrival(Duration after, Duration spread) {}

    /**
     * A crash.
     *
     * @param after time from ACTIVE to the crash
     * @param lingers how long the crashed agent stays listed in the room, without answering
     */
    public record Crash(Duration after, Duration lingers) {}

    /**
     * How the agent leaves when its dispatch is deleted.
     *
     * @param in how long it takes to leave once the worker is told; LiveKit removes it after 3 s
     * @param afterDelete if set, it leaves exactly this long after the deletion, whatever LiveKit does
     * @param joinsThoughDeleted whether it still joins, and then stays, if told before it had joined: measured with
     *     LiveKit's Node workers
     */
    public record Departure(Duration in, @Nullable Duration afterDelete, boolean joinsThoughDeleted) {}

    private static final Arrival PROMPT = new Arrival(Duration.ofMillis(320), Duration.ZERO);
    private static final Departure PROMPTLY = new Departure(Duration.ofMillis(100), null, true);

    /** Takes the job and joins like a healthy idle worker: ACTIVE after 0.42 s (measured). */
    public static WorkerBehaviour joins() {
        return new WorkerBehaviour(Answer.ACCEPT, PROMPT, null, PROMPTLY, null, Duration.ZERO);
    }

    /** Joins, but only {@code delay} after the job was offered. */
    public static WorkerBehaviour joinsAfter(Duration delay) {
        return joinsBetween(delay, delay);
    }

    /** Joins at a random moment between {@code soonest} and {@code latest} after the job was offered. */
    public static WorkerBehaviour joinsBetween(Duration soonest, Duration latest) {
        return new WorkerBehaviour(
                Answer.ACCEPT, new Arrival(soonest, latest.minus(soonest)), null, PROMPTLY, null, Duration.ZERO);
    }

    /** Takes the job, so it is listed as running, but never joins. */
    public static WorkerBehaviour acceptsOnly() {
        return new WorkerBehaviour(Answer.ACCEPT, null, null, PROMPTLY, null, Duration.ZERO);
    }

    /** Turns down every job. */
    public static WorkerBehaviour refuses() {
        return new WorkerBehaviour(Answer.REFUSE, null, null, PROMPTLY, null, Duration.ZERO);
    }

    /** Never answers an offer. */
    public static WorkerBehaviour silent() {
        return new WorkerBehaviour(Answer.SILENCE, null, null, PROMPTLY, null, Duration.ZERO);
    }

    /** The same, but crashing {@code after} becoming ACTIVE and staying listed in the room for {@code lingers} more. */
    public WorkerBehaviour crashing(Duration after, Duration lingers) {
        return new WorkerBehaviour(answer, arrival, new Crash(after, lingers), departure, identity, publishes);
    }

    /** The same, but taking this long to leave once told; LiveKit removes it after 3 s regardless. */
    public WorkerBehaviour leavingIn(Duration delay) {
        return leaving(new Departure(delay, null, departure.joinsThoughDeleted()));
    }

    /** The same, but leaving exactly {@code delay} after its dispatch is deleted. */
    public WorkerBehaviour leavingAfterDelete(Duration delay) {
        return leaving(new Departure(departure.in(), delay, departure.joinsThoughDeleted()));
    }

    /** The same, but never joining if told to stop before it had joined. */
    public WorkerBehaviour stayingAwayOnceDeleted() {
        return leaving(new Departure(departure.in(), departure.afterDelete(), false));
    }

    /** The same, but joining under this identity, which a worker may choose when it accepts a job. */
    public WorkerBehaviour under(String chosen) {
        return new WorkerBehaviour(answer, arrival, crash, departure, chosen, publishes);
    }

    /** The same, but publishing its audio only {@code delay} after it became ACTIVE. */
    public WorkerBehaviour publishingAfter(Duration delay) {
        return new WorkerBehaviour(answer, arrival, crash, departure, identity, delay);
    }

    /** The same, but never publishing any audio. */
    public WorkerBehaviour mute() {
        return new WorkerBehaviour(answer, arrival, crash, departure, identity, null);
    }

    private WorkerBehaviour leaving(Departure other) {
        return new WorkerBehaviour(answer, arrival, crash, other, identity, publishes);
    }
}
