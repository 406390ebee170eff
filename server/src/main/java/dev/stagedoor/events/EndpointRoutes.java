// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.api.events.NewWebhookEndpoint;
import dev.stagedoor.api.events.WebhookAttempt;
import dev.stagedoor.api.events.WebhookDeliveryList;
import dev.stagedoor.api.events.WebhookDeliveryView;
import dev.stagedoor.api.events.WebhookEndpointChange;
import dev.stagedoor.api.events.WebhookEndpointList;
import dev.stagedoor.api.events.WebhookEndpointSecret;
import dev.stagedoor.api.events.WebhookEndpointView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Webhook endpoints over HTTP. */
final class EndpointRoutes {
    /** Only of a request for it. */
    static final String TEST = "webhook_endpoint.test";

    private static final String ENDPOINTS = "/api/v1/webhook-endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{id}";
    private static final Access READ = new Access.TenantScope(Scope.WEBHOOKS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.WEBHOOKS_WRITE);

    private final Endpoints endpoints;
    private final Sender sender;
    private final Clock clock;

    EndpointRoutes(Endpoints endpoints, Sender sender, Clock clock) {
        this.endpoints = endpoints;
        this.sender = sender;
        this.clock = clock;
    }

    List<Route<?>> routes() {
        List<Route<?>> own = new ArrayList<>(ofEndpoints());
        own.addAll(ofDeliveries());
        return Route.alsoUnderTenant(own);
    }

    private List<Route<?>> ofEndpoints() {
        return List.of(
                Route.post(ENDPOINTS, WRITE)
                        .named(
                                "webhook_endpoint.create",
                                "Create a webhook endpoint; its secret is only in this response")
                        .takes(NewWebhookEndpoint.class)
                        .example(new NewWebhookEndpoint(
                                "https://backend.example.com/webhooks/stagedoor",
                                List.of("call.started", "call.ended"),
                                "orders"))
                        .idempotent()
                        .answers(WebhookEndpointSecret.class)
                        .by(this::create),
                Route.get(ENDPOINTS, READ)
                        .named("webhook_endpoint.list", "List the webhook endpoints, oldest first")
                        .answers(WebhookEndpointList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.get(ENDPOINT, READ)
                        .named("webhook_endpoint.get", "Get a webhook endpoint, and why it is disabled if it is")
                        .answers(WebhookEndpointView.class)
                        .by(exchange -> Reply.ok(EventViews.of(
                                endpoints.get(exchange.principal(), exchange.tenant(), exchange.path("id"))))),
                Route.patch(ENDPOINT, WRITE)
                        .named("webhook_endpoint.update", "Change a webhook endpoint, disable it, or enable it again")
                        .takes(WebhookEndpointChange.class)
                        .answers(WebhookEndpointView.class)
                        .by(this::update),
                Route.delete(ENDPOINT, WRITE)
                        .named("webhook_endpoint.delete", "Delete a webhook endpoint; nothing more is sent to it")
                        .by(this::delete),
                Route.post(ENDPOINT + "/rotate-secret", WRITE)
                        .named("webhook_endpoint.rotate_secret", "Get a new secret; for 24 hours both sign")
                        .answers(WebhookEndpointSecret.class)
                        .by(this::rotate));
    }

    private List<Route<?>> ofDeliveries() {
        return List.of(
                Route.post(ENDPOINT + "/test", WRITE)
                        .named("webhook_endpoint.test", "Send a test event now, and see what the endpoint answers")
                        .answers(WebhookAttempt.class)
                        .by(this::test),
                Route.get(ENDPOINT + "/deliveries", READ)
                        .named("webhook_endpoint.deliveries", "List what was sent to a webhook endpoint, newest first")
                        .answers(WebhookDeliveryList.class)
                        .query("limit", "after", "state")
                        .by(this::deliveries),
                Route.post(ENDPOINT + "/deliveries/{delivery}/redeliver", WRITE)
                        .named("webhook_endpoint.redeliver", "Send an event once more, with the same webhook-id")
                        .answers(WebhookDeliveryView.class)
                        .by(this::redeliver));
    }

    private Reply create(Exchange exchange, NewWebhookEndpoint wanted) {
        return Reply.createdSecret(view(endpoints.create(
                exchange.principal(),
                exchange.tenant(),
                wanted.url(),
                new Endpoints.Wanted(wanted.url(), wanted.types(), wanted.description(), true),
                exchange.idempotencyKey())));
    }

    private static WebhookEndpointSecret view(Endpoints.Secretive made) {
        return new WebhookEndpointSecret(
                EventViews.of(made.endpoint()), made.secret().revealText());
    }

    private Reply list(Exchange exchange) {
        Page<WebhookEndpointView> page = endpoints
                .list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(EventViews::of);
        return Reply.ok(new WebhookEndpointList(page.items(), page.next()));
    }

    private Reply update(Exchange exchange, WebhookEndpointChange change) {
        Endpoints.Wanted wanted =
                new Endpoints.Wanted(change.url(), change.types(), change.description(), change.enabled());
        return Reply.ok(
                EventViews.of(endpoints.update(exchange.principal(), exchange.tenant(), exchange.path("id"), wanted)));
    }

    private Reply delete(Exchange exchange) {
        endpoints.delete(exchange.principal(), exchange.tenant(), exchange.path("id"));
        return Reply.nothing();
    }

    private Reply rotate(Exchange exchange) {
        return Reply.secret(view(endpoints.rotate(exchange.principal(), exchange.tenant(), exchange.path("id"))));
    }

    private Reply test(Exchange exchange) {
        Instant now = clock.instant();
        String id = exchange.path("id");
        EventView event = new EventView(Event.newId(now), TEST, now, Map.of("endpoint_id", id));
        Sender.Message message = endpoints.message(exchange.principal(), exchange.tenant(), id, event);
        try {
            return Reply.ok(Objects.requireNonNull(EventViews.of(sender.send(message))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.");
        }
    }

    private Reply deliveries(Exchange exchange) {
        Delivery.State state = exchange.query("state")
                .map(word -> Delivery.State.of(word)
                        .orElseThrow(() -> Problem.invalid("state", "must be pending, retrying or delivered")))
                .orElse(null);
        Page<WebhookDeliveryView> page = endpoints
                .deliveries(exchange.principal(), exchange.tenant(), exchange.path("id"), state, exchange.page())
                .map(EventViews::of);
        return Reply.ok(new WebhookDeliveryList(page.items(), page.next()));
    }

    private Reply redeliver(Exchange exchange) {
        return Reply.ok(EventViews.of(endpoints.redeliver(
                exchange.principal(), exchange.tenant(), exchange.path("id"), exchange.path("delivery"))));
    }
}
