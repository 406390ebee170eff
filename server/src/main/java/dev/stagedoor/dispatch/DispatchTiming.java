package dev.stagedoor.dispatch;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
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
 * @param cleanUp        how long an unreachable LiveKit is waited for: with an agent in it, before that is given up; and again
 *                       to take things back, before the dispatch ends regardless
 */
public record DispatchTiming(
        @Setting(value = "How long to try in all.", initial = "60s", min = 1000, max = 3600000)
        Duration deadline,

        @Setting(
                value = "How long one attempt may take before it is taken back.",
                initial = "10s",
                min = 1000,
                max = 3600000)
        Duration attempt,

        @Setting(
                value = "How long nothing of an attempt may have been seen before the next is sent.",
                initial = "10s",
                min = 1000,
                max = 3600000)
        Duration quiet,

        @Setting(
                value = "Between looks during the first seconds of an attempt.",
                initial = "150ms",
                min = 10,
                max = 60000)
        Duration lookSoon,

        @Setting(value = "Between looks after that.", initial = "1s", min = 10, max = 60000)
        Duration lookLater,

        @Setting(value = "Between looks at an agent that has joined.", initial = "5s", min = 10, max = 60000)
        Duration watch,

        @Setting(
                value = "How long after joining a late agent of an earlier attempt is looked for more closely.",
                initial = "30s",
                min = 1000,
                max = 3600000)
        Duration settle,

        @Setting(
                value = "How long after an earlier dispatch an agent is not known to be ours by its name.",
                initial = "15s",
                min = 1000,
                max = 3600000)
        Duration unknownAgent,

        @Setting(value = "The first pause after a failed call; it doubles.", initial = "250ms", min = 10, max = 60000)
        Duration backOff,

        @Setting(value = "The longest pause after failed calls.", initial = "5s", min = 10, max = 3600000)
        Duration backOffMost,

        @Setting(
                value = "How long an unreachable LiveKit is asked to take things back.",
                initial = "10m",
                min = 1000,
                max = 86400000)
        Duration cleanUp) {

    /** What is used unless the configuration says otherwise. */
    public static final DispatchTiming STANDARD = Config.defaults(DispatchTiming.class);
}
