// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookAttempt;
import dev.stagedoor.api.events.WebhookDeliveryView;
import dev.stagedoor.cli.console.Columns;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns of deliveries and attempts. */
final class DeliveryColumns {
    static final Columns<WebhookDeliveryView> ROW = new Columns<WebhookDeliveryView>()
            .add("event", WebhookDeliveryView::id)
            .add("type", WebhookDeliveryView::type)
            .add("state", WebhookDeliveryView::state)
            .add("attempts", WebhookDeliveryView::attempts)
            .add("last", WebhookDeliveryView::lastAt)
            .add("answer", delivery -> outcome(delivery.lastAttempt()))
            .add("next", WebhookDeliveryView::nextAt);

    static final Columns<WebhookDeliveryView> WHOLE = new Columns<WebhookDeliveryView>()
            .add("event", WebhookDeliveryView::id)
            .add("type", WebhookDeliveryView::type)
            .add("state", WebhookDeliveryView::state)
            .add("attempts", WebhookDeliveryView::attempts)
            .add("created", WebhookDeliveryView::createdAt)
            .add("last", WebhookDeliveryView::lastAt)
            .add("outcome", delivery -> outcome(delivery.lastAttempt()))
            .add("delivered", WebhookDeliveryView::deliveredAt)
            .add("next", WebhookDeliveryView::nextAt);

    static final Columns<WebhookAttempt> ATTEMPT = new Columns<WebhookAttempt>()
            .add("outcome", DeliveryColumns::outcome)
            .add("took", attempt -> attempt.tookMs() + " ms")
            .add("answer", WebhookAttempt::answer);

    private static final Map<String, String> WORDS = Map.of(
            "redirect", "a redirect, which is not followed: register the final URL",
            "gone", "gone for good",
            "timeout", "no answer in time",
            "unreachable", "no connection, or it broke",
            "tls", "no TLS connection: check the certificate",
            "unresolved", "the host name does not resolve",
            "address_not_allowed", "the address may not be called: see egress.allow");

    private DeliveryColumns() {}

    private static @Nullable String outcome(@Nullable WebhookAttempt attempt) {
        if (attempt == null) {
            return null;
        }
        String status = attempt.status() == null ? "" : attempt.status().toString();
        String words = attempt.failure() == null ? "" : WORDS.getOrDefault(attempt.failure(), "");
        if (attempt.delivered()) {
            return "delivered: " + status;
        }
        return status.isEmpty() || words.isEmpty() ? "failed: " + status + words : "failed: " + status + ", " + words;
    }
}
