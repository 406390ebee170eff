// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.budgets.Prices;
import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Setting;
import dev.stagedoor.orchestration.model.ModelDefaults;
import java.time.Duration;
import java.util.List;

/** How runs are executed, and what they may take. */
public record OrchestrationConfig(
        @Setting(value = "The model of agents that name none.", initial = "claude-sonnet-5")
        String defaultModel,

        @Setting(
                value = "The most tokens of an answer where an agent says nothing.",
                initial = "4096",
                min = 1,
                max = 64_000)
        int maxTokens,

        @Setting(value = "Calls of one run at the same time.", initial = "8", min = 1, max = 100)
        int concurrentCalls,

        @Setting(value = "How long a run may take.", initial = "30m", min = 1_000, max = 86_400_000)
        Duration maxRunTime,

        @Setting(
                value = "The maximum size of a request, images included; an image may take 5 MiB of it.",
                initial = "8MiB",
                min = 1024,
                max = 32 << 20)
        DataSize maxRequest,

        @Setting(
                value =
                        "About how much memory a tenant's runs in progress may hold on each node: 128 KiB each, and their tasks.",
                initial = "64MiB",
                min = 1024)
        DataSize maxInFlight,

        @Setting(
                value =
                        "Prices as MODEL=INPUT/OUTPUT, in US dollars for a million tokens; a model without one costs nothing.",
                initial = "claude-opus-5-5=5/25, claude-opus-5=5/25, claude-opus-4-8=5/25, claude-opus-4-7=5/25,"
                        + " claude-opus-4-6=5/25, claude-opus-4-5=5/25, claude-sonnet-5=3/15, claude-sonnet-4-6=3/15,"
                        + " claude-sonnet-4-5=3/15, claude-haiku-4-5=1/5")
        List<String> modelPrices) {

    /** The defaults. */
    public static OrchestrationConfig usual() {
        return Config.defaults(OrchestrationConfig.class);
    }

    ModelDefaults defaults() {
        return new ModelDefaults(defaultModel, maxTokens);
    }

    /** What models cost. */
    public Prices prices() {
        return new Prices(modelPrices);
    }
}
