// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.api.events.WebhookAttempt;
import dev.stagedoor.api.events.WebhookDeliveryView;
import dev.stagedoor.api.events.WebhookEndpointView;
import dev.stagedoor.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events, endpoints and deliveries on the wire. */
final class EventViews {
    private EventViews() {}

    static EventView of(Event.Raised event) {
        return new EventView(event.id(), event.type(), event.at(), data(event.data()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> data(String json) {
        return Json.read(json, Map.class);
    }

    static WebhookEndpointView of(Endpoint endpoint) {
        Endpoint.Disabled disabled = endpoint.health().disabled();
        return new WebhookEndpointView(
                endpoint.id(),
                endpoint.target().url(),
                endpoint.types(),
                endpoint.target().description(),
                disabled == null,
                disabled == null ? null : disabled.why(),
                disabled == null ? null : disabled.at(),
                endpoint.health().failingSince(),
                endpoint.secrets().beforeUntil(),
                endpoint.pending(),
                endpoint.times().createdAt(),
                endpoint.times().updatedAt());
    }

    static WebhookDeliveryView of(Delivery delivery) {
        Delivery.Times times = delivery.times();
        return new WebhookDeliveryView(
                delivery.eventId(),
                delivery.type(),
                delivery.state().wire(),
                delivery.attempts(),
                times.nextAt(),
                times.lastAt(),
                times.deliveredAt(),
                of(delivery.last()),
                times.createdAt());
    }

    static @Nullable WebhookAttempt of(Delivery.@Nullable Attempt attempt) {
        return attempt == null
                ? null
                : new WebhookAttempt(
                        attempt.isDelivered(),
                        attempt.status(),
                        attempt.failure(),
                        attempt.answer().isEmpty() ? null : attempt.answer(),
                        attempt.took().toMillis());
    }
}
