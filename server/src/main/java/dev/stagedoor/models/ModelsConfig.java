// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;
import java.util.List;

/** How agents' workers call models. */
public record ModelsConfig(
        @Setting(
                value = "How long a model lease lasts unless its request says otherwise.",
                initial = "15m",
                min = 1_000)
        Duration leaseTime,

        @Setting(value = "The longest that a model lease may last.", initial = "1h", min = 1_000, max = 86_400_000)
        Duration longestLease,

        @Setting(
                value = "The maximum size of a request that is passed on to the provider.",
                initial = "4MiB",
                min = 1024,
                max = 32 << 20)
        DataSize maxRequest,

        @Setting(
                value = "The maximum size of a tenant's requests that wait for their answers, together, on each node.",
                initial = "64MiB",
                min = 1024)
        DataSize maxInFlight,

        @Setting(value = "The most tokens that one call may ask for.", initial = "32000", min = 1, max = 1_000_000)
        int maxTokens,

        @Setting(
                value = "The beta features of the provider's API that agents may ask for (anthropic-beta).",
                initial = "interleaved-thinking-2025-05-14, fine-grained-tool-streaming-2025-05-14,"
                        + " token-efficient-tools-2025-02-19, extended-cache-ttl-2025-04-11")
        List<String> betas) {

    public ModelsConfig {
        betas = List.copyOf(betas);
    }

    /** The defaults. */
    public static ModelsConfig usual() {
        return Config.defaults(ModelsConfig.class);
    }
}
