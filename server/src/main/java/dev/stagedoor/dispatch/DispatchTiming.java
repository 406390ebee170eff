package dev.stagedoor.dispatch;

import java.time.Duration;

/**
 * How long things may take. The defaults rest on what was measured on a real server: an agent joins in half a second, a
 * job can take 6 s to show, and a deleted dispatch's agent can still come and stay for 8 s.
 *
 * @param deadline       how long to try in all
 * @param attempt        how long one attempt may take before it is taken back
 * @param quiet          how long nothing of an attempt may have been seen before the next is sent
 * @param lookSoon       between looks during the first seconds of an attempt
 * @param lookLater      between looks after that
 * @param watch          between looks at an agent that has joined
 * @param settle         how long after joining a late one of an earlier attempt is looked for more closely
 * @param unknownAgent   how long after an earlier dispatch of the room an agent is not known to be ours by its name
 * @param backOff        the first pause after a failed call; it doubles up to {@code backOffMost}
 * @param backOffMost    the longest pause
 * @param cleanUp        how long an unreachable LiveKit is asked to take things back before the dispatch ends regardless
 */
public record DispatchTiming(
        Duration deadline,
        Duration attempt,
        Duration quiet,
        Duration lookSoon,
        Duration lookLater,
        Duration watch,
        Duration settle,
        Duration unknownAgent,
        Duration backOff,
        Duration backOffMost,
        Duration cleanUp) {

    /** What is used unless the configuration says otherwise. */
    public static final DispatchTiming STANDARD = new DispatchTiming(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofMillis(150),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(15),
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10));
}
