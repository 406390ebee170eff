package dev.stagedoor.dispatch.plan;

import java.time.Instant;

/** What to do next. Everything but {@link Wait} and {@link Done} is followed by another decision at once. */
public sealed interface Step {
    /** Look at the room. */
    record Look() implements Step {}

    /** Store {@code intent}, and only then send its current attempt. */
    record Send(Dispatch intent) implements Step {}

    /** Take a dispatch back from LiveKit. */
    record Delete(String livekitId) implements Step {}

    /** Remove an agent that is one too many. */
    record Remove(String identity) implements Step {}

    /** Nothing to do outside; the state moves on. */
    record Become(Dispatch next) implements Step {}

    /** Nothing to do before then, unless a hint comes. */
    record Wait(Instant until) implements Step {}

    /** It is over. */
    record Done() implements Step {}
}
