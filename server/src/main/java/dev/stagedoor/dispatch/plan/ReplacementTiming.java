// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch.plan;

import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/**
 * When an agent that vanishes is replaced (D5).
 *
 * @param askInterval  between questions to an agent that has joined: LiveKit lists one that was killed for 21 s more
 * @param perDispatch  how many agents a dispatch may lose within {@code window}
 * @param perTenant    how many agents a tenant may lose within {@code window} before replacements wait
 * @param window       the time in which lost agents are counted
 * @param pause        before the second replacement; it doubles up to {@code longestPause}
 * @param longestPause the longest pause
 */
public record ReplacementTiming(
        @Setting(
                value =
                        "Interval at which an agent that has joined is asked whether it is there. LiveKit shows one that was killed for 21 s more.",
                initial = "2500ms",
                min = 100,
                max = 60000)
        Duration askInterval,

        @Setting(
                value = "How many agents of one dispatch may vanish within the window before it is given up.",
                initial = "5",
                min = 0,
                max = 1000)
        int perDispatch,

        @Setting(
                value = "How many agents of one tenant may vanish within the window before replacements wait.",
                initial = "200",
                min = 1,
                max = 1000000)
        int perTenant,

        @Setting(value = "Time in which vanished agents are counted.", initial = "10m", min = 1000, max = 86400000)
        Duration window,

        @Setting(
                value = "Pause before the second replacement of an agent in the window; it doubles.",
                initial = "1s",
                min = 10,
                max = 3600000)
        Duration pause,

        @Setting(value = "Longest pause before a replacement.", initial = "30s", min = 10, max = 3600000)
        Duration longestPause) {}
