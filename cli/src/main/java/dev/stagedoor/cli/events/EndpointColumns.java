// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.events;

import dev.stagedoor.api.events.WebhookEndpointSecret;
import dev.stagedoor.api.events.WebhookEndpointView;
import dev.stagedoor.cli.console.Columns;
import org.jspecify.annotations.Nullable;

/** The columns of webhook endpoints. */
final class EndpointColumns {
    static final Columns<WebhookEndpointView> ROW = new Columns<WebhookEndpointView>()
            .add("id", WebhookEndpointView::id)
            .add("url", WebhookEndpointView::url)
            .add("types", EndpointColumns::types)
            .add("state", EndpointColumns::state)
            .add("pending", WebhookEndpointView::pendingDeliveries);

    static final Columns<WebhookEndpointView> WHOLE = new Columns<WebhookEndpointView>()
            .add("id", WebhookEndpointView::id)
            .add("url", WebhookEndpointView::url)
            .add("types", EndpointColumns::types)
            .add("description", endpoint -> orNull(endpoint.description()))
            .add("state", EndpointColumns::state)
            .add("since", WebhookEndpointView::disabledAt)
            .add("failing since", WebhookEndpointView::failingSince)
            .add("pending", WebhookEndpointView::pendingDeliveries)
            .add("old secret until", WebhookEndpointView::previousSecretUntil)
            .add("created", WebhookEndpointView::createdAt)
            .add("updated", WebhookEndpointView::updatedAt);

    static final Columns<WebhookEndpointSecret> SECRET = new Columns<WebhookEndpointSecret>()
            .add("id", made -> made.endpoint().id())
            .add("url", made -> made.endpoint().url())
            .add("types", made -> types(made.endpoint()))
            .add("secret", WebhookEndpointSecret::secret)
            .add("old secret until", made -> made.endpoint().previousSecretUntil());

    private EndpointColumns() {}

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String types(WebhookEndpointView endpoint) {
        return endpoint.types().isEmpty() ? "all" : String.join(", ", endpoint.types());
    }

    private static String state(WebhookEndpointView endpoint) {
        return switch (endpoint.disabledReason()) {
            case null -> endpoint.failingSince() == null ? "enabled" : "enabled: failing";
            case "failing" -> "disabled: it failed for a day; repair it, then update --enable";
            case "gone" -> "disabled: it answered 410; update --enable if it is there again";
            default -> "disabled: by request";
        };
    }
}
