// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import dev.stagedoor.db.Snapshots;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.webhook.WebhookEvent;
import dev.stagedoor.livekit.webhook.WebhookVerifier;
import dev.stagedoor.tenants.RoomNames;
import dev.stagedoor.tenants.Tenants;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** LiveKit's webhooks over HTTP. */
final class RoomEventRoutes {
    private static final Takes.Raw BODY =
            new Takes.Raw("application/webhook+json", new DataSize(WebhookVerifier.LONGEST_BODY));

    private final RoomEventSignature signature;
    private final RoomEvents events;
    private final Snapshots snapshots;
    private final MeterRegistry meters;

    RoomEventRoutes(RoomEventSignature signature, RoomEvents events, Snapshots snapshots, MeterRegistry meters) {
        this.signature = signature;
        this.events = events;
        this.snapshots = snapshots;
        this.meters = meters;
        List.of("taken", "repeated", "dropped", "ignored").forEach(this::counter);
    }

    List<Route<?>> all() {
        return List.of(
                Route.post("/webhooks/livekit", new Access.Signed("livekit", RoomEventSignature.HEADER, signature))
                        .named("room_event.take", "Take a webhook of a tenant's LiveKit: what happened in its rooms")
                        .takes(BODY)
                        .by((exchange, body) -> {
                            counter(take(exchange)).increment();
                            return Reply.nothing();
                        }));
    }

    /** An event that is new, or of a room that is none of the tenant's, is none of our business. */
    private String take(Exchange exchange) {
        WebhookEvent sent = WebhookEvent.read(exchange.signed().rawBody())
                .orElseThrow(() -> Problem.invalid("body", "is not a LiveKit webhook event"));
        return RoomEvent.of(sent)
                .filter(event -> RoomNames.belongs(slug(exchange.tenant()), event.room()))
                .map(event -> events.take(exchange.tenant(), event).name().toLowerCase(Locale.ROOT))
                .orElse("ignored");
    }

    private String slug(TenantId tenant) {
        return snapshots.of(tenant).get(Tenants.TENANT, tenant).slug();
    }

    private Counter counter(String outcome) {
        return Counter.builder("stagedoor.room.events")
                .description(
                        "Webhooks of LiveKit servers: taken, repeated, dropped as the tenant's queue was full, or ignored")
                .tag("outcome", outcome)
                .register(meters);
    }
}
