// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** How Claude is called, and what may be put as a profile. */
public record ClaudeConfig(
        @Setting(
                value = "The URL of Anthropic's API, without /v1; a profile's own gateway goes before it.",
                initial = "https://api.anthropic.com")
        String baseUrl,

        @Setting(value = "The model that tests a profile with a few tokens.", initial = "claude-haiku-4-5")
        String testModel,

        @Setting(
                value =
                        "Whether users may import the login of their Claude plan. Anthropic's terms keep such a login to"
                                + " its owner's own use of Claude Code and Anthropic's apps: read them before you allow it.",
                initial = "false")
        boolean loginImport,

        @Setting(value = "How long a connection to the provider may take.", initial = "10s", min = 100, max = 60_000)
        Duration connectTimeout,

        @Setting(
                value = "How long the provider may send nothing before a call has failed.",
                initial = "60s",
                min = 1_000,
                max = 600_000)
        Duration idleTimeout,

        @Setting(
                value = "How often a call is repeated that was rate limited, overloaded or not connected.",
                initial = "2",
                min = 0,
                max = 10)
        int maxRetries) {

    /** The defaults. */
    public static ClaudeConfig usual() {
        return Config.defaults(ClaudeConfig.class);
    }
}
