// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** Settings of app users' sessions. */
public record SessionsConfig(
        @Setting(value = "How long a session lasts unless its request says otherwise.", initial = "24h", min = 60_000)
        Duration sessionTime,

        @Setting(value = "The longest that a session may last.", initial = "720h", min = 60_000, max = 31_536_000_000L)
        Duration longestSession,

        @Setting(value = "How long a session's token for agents lasts.", initial = "1h", min = 60_000, max = 86_400_000)
        Duration tokenTime,

        @Setting(value = "The issuer that tokens for agents name.", initial = "stagedoor")
        String issuer) {

    /** The defaults. */
    public static SessionsConfig usual() {
        return Config.defaults(SessionsConfig.class);
    }
}
