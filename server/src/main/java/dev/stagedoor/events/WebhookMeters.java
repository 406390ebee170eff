// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How attempts to deliver events went. */
final class WebhookMeters {
    private final Timer delivered;
    private final Timer failed;

    WebhookMeters(MeterRegistry registry) {
        this.delivered = timer(registry, "delivered");
        this.failed = timer(registry, "failed");
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("stagedoor.webhook.attempt")
                .description("Time until an endpoint had answered a webhook, or was given up")
                .tag("outcome", outcome)
                .register(registry);
    }

    void attempted(Delivery.Attempt attempt) {
        (attempt.isDelivered() ? delivered : failed).record(attempt.took());
    }
}
