// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How calls are watched. */
public record CallsConfig(
        @Setting(
                value = "Maximum time that a trigger with wait=joined waits for the agent.",
                initial = "15s",
                min = 1000,
                max = 120000)
        Duration joinTimeout,

        @Setting(value = "How often an open call is checked.", initial = "15s", min = 1000, max = 3600000)
        Duration pollInterval,

        @Setting(
                value = "Maximum time that a call's room stays open before its first participant joins.",
                initial = "1h",
                min = 1000,
                max = 86400000)
        Duration roomEmptyTimeout) {
    /** The defaults. */
    public static final CallsConfig STANDARD = Config.defaults(CallsConfig.class);
}
