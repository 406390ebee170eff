// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.config.Config;
import dev.stagedoor.kernel.Setting;
import java.time.Duration;

/** Settings of events and webhooks. */
public record EventsConfig(
        @Setting(
                value = "Maximum time that an endpoint takes to answer a webhook.",
                initial = "10s",
                min = 1000,
                max = 60_000)
        Duration timeout,

        @Setting(value = "Webhook endpoints that a tenant may have.", initial = "10", min = 1, max = 100)
        int endpointsPerTenant) {
    /** The defaults. */
    public static EventsConfig usual() {
        return Config.defaults(EventsConfig.class);
    }
}
