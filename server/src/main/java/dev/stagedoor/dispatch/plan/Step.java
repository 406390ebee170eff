// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import java.time.Instant;

/** The next step. After every step but {@link Wait}, {@link Listen}, {@link Rest} and {@link Done}, decide again at once. */
public sealed interface Step {
    /** Observe the room. */
    record Look() implements Step {}

    /** Observe the room, unless it is known without a look to be as it was at the last one. */
    record Glance() implements Step {}

    /** See who is in a room that this dispatch has just made: one call, which says nothing of LiveKit's dispatches. */
    record Peek() implements Step {}

    /** Observe who is in the room: all of it if it has changed since the last look, or more agents are there than this one. */
    record LookInside(String identity) implements Step {}

    /** Store {@code intent}, and only then send its current attempt. */
    record Send(Dispatch intent) implements Step {}

    /** As {@link Send}, if the tenant has not lost too many agents lately. */
    record Replace(Dispatch intent) implements Step {}

    /** Ask that agent's program whether it is there: any answer will do. */
    record Ask(String identity) implements Step {}

    /** Delete a dispatch from LiveKit. */
    record Delete(String livekitId) implements Step {}

    /** Remove a surplus agent. */
    record Remove(String identity) implements Step {}

    /** Only the state changes. */
    record Become(Dispatch next) implements Step {}

    /** Nothing to do before then, unless a hint comes. */
    record Wait(Instant until) implements Step {}

    /** As {@link Wait}, but ask that agent from time to time; decide again when it does not answer. */
    record Listen(Instant until, String identity) implements Step {}

    /** Nothing can be done before then, unless the tenant's credentials change: no node need hold it. */
    record Rest(Instant until) implements Step {}

    /** It has ended. */
    record Done() implements Step {}
}
