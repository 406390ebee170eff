// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * Time limits. The defaults are based on measurements of a real server: an agent joins in half a second, a job can take
 * 6 s to show, and a deleted dispatch's agent can still join and stay for 8 s.
 *
 * @param deadline        how long to try in total
 * @param attemptTimeout  how long an attempt without a job is waited for: LiveKit shows a job after 5.4 s at the latest
 * @param warmAttemptTimeout the same where LiveKit has lately shown a job of the project within 2 s
 * @param quietPeriod     how long nothing of an attempt that a worker had taken may have been seen before the next is sent
 * @param pollInitial     until the first look at an attempt, and between the first; it doubles once
 * @param pollInterval    between looks after that
 * @param watchInterval   between looks at an agent that has joined
 * @param lookInterval    after so long, a room is looked at although nothing in it seems to have changed
 * @param settlePeriod    how long after joining a late agent of an earlier attempt is looked for more closely
 * @param lateAgentPeriod how long after an earlier dispatch of the room an agent's name does not prove that it is ours
 * @param aftercare       how long after the end of a dispatch a late agent of it is looked for: a process that was slow to
 *     start can join a minute after its job was ended
 * @param initialBackoff  the first pause after a failed call; it doubles up to {@code maxBackoff}
 * @param maxBackoff      the longest pause
 * @param cleanupTimeout  how long an unreachable LiveKit is waited for: with an agent in it, before that agent is given
 *     up; and again to take things back, before the dispatch ends regardless
 * @param replacement    when an agent that vanishes is replaced
 */
public record DispatchTiming(
        @Setting(
                value = "Total time to keep trying to get an agent into the room.",
                initial = "60s",
                min = 1000,
                max = 3600000)
        Duration deadline,

        @Setting(
                value = "Time after which an attempt that no worker has taken is sent again.",
                initial = "6s",
                min = 6000,
                max = 3600000)
        Duration attemptTimeout,

        @Setting(
                value =
                        "The same where this node has seen the project's LiveKit show a job within 2 s of its sending, less than 55 s ago.",
                initial = "1500ms",
                min = 1500,
                max = 3600000)
        Duration warmAttemptTimeout,

        @Setting(
                value =
                        "Time during which nothing of an attempt that a worker had taken may be seen before the next one is sent.",
                initial = "10s",
                min = 1000,
                max = 3600000)
        Duration quietPeriod,

        @Setting(
                value = "Time until the first look for an agent, and between the first looks; it doubles once.",
                initial = "300ms",
                min = 10,
                max = 60000)
        Duration pollInitial,

        @Setting(value = "Polling interval after the first seconds.", initial = "1s", min = 10, max = 60000)
        Duration pollInterval,

        @Setting(
                value =
                        "Polling interval once an agent has joined. Rooms in which nothing seems to change are asked for together.",
                initial = "5s",
                min = 10,
                max = 60000)
        Duration watchInterval,

        @Setting(
                value =
                        "Longest time between looks into a room in which an agent has joined, answers, and nothing seems to have changed.",
                initial = "60s",
                min = 10,
                max = 600000)
        Duration lookInterval,

        @Setting(
                value = "Time after joining during which late agents of earlier attempts are watched for closely.",
                initial = "30s",
                min = 1000,
                max = 3600000)
        Duration settlePeriod,

        @Setting(
                value =
                        "Time after an earlier dispatch or attempt during which an agent of the same name may belong to it.",
                initial = "15s",
                min = 1000,
                max = 3600000)
        Duration lateAgentPeriod,

        @Setting(
                value = "Time after the end of a dispatch during which late agents of it are watched for and removed.",
                initial = "5m",
                min = 1000,
                max = 3600000)
        Duration aftercare,

        @Setting(value = "First pause after a failed call; it doubles.", initial = "250ms", min = 10, max = 60000)
        Duration initialBackoff,

        @Setting(value = "Longest pause after failed calls.", initial = "5s", min = 10, max = 3600000)
        Duration maxBackoff,

        @Setting(
                value = "Time to keep trying to clean up on an unreachable LiveKit server.",
                initial = "10m",
                min = 1000,
                max = 86400000)
        Duration cleanupTimeout,

        @Setting("When an agent that vanishes is replaced.") ReplacementTiming replacement) {

    /** What is used unless the configuration says otherwise. */
    public static final DispatchTiming STANDARD = Config.defaults(DispatchTiming.class);
}
