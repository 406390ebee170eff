// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** Settings of chat users. */
public record ChatUsersConfig(
        @Setting(
                value = "How long a connection keeps its place on a chat user without a sign of life from its node.",
                initial = "90s",
                min = 3_000,
                max = 3_600_000)
        Duration lease,

        @Setting(
                value = "The most chat users that a tenant may have; its policy can only lower it.",
                initial = "100000",
                min = 1,
                max = 10_000_000)
        int quota,

        @Setting(value = "How long an upstream server may take to answer.", initial = "10s", min = 100, max = 60_000)
        Duration upstreamTimeout) {

    /** The defaults. */
    public static ChatUsersConfig usual() {
        return Config.defaults(ChatUsersConfig.class);
    }
}
