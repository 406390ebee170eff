// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client;

import dev.stagedoor.api.events.NewWebhookEndpoint;
import dev.stagedoor.api.events.WebhookAttempt;
import dev.stagedoor.api.events.WebhookDeliveryList;
import dev.stagedoor.api.events.WebhookDeliveryView;
import dev.stagedoor.api.events.WebhookEndpointChange;
import dev.stagedoor.api.events.WebhookEndpointList;
import dev.stagedoor.api.events.WebhookEndpointSecret;
import dev.stagedoor.api.events.WebhookEndpointView;
import dev.stagedoor.client.http.Request;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a tenant's events are sent. */
public final class WebhookEndpoints {
    private static final String ENDPOINTS = "webhook-endpoints";
    private static final String DELIVERIES = "deliveries";

    private final Root root;

    WebhookEndpoints(Root root) {
        this.root = root;
    }

    /** Creates one; only this answer contains its secret. */
    public WebhookEndpointSecret create(NewWebhookEndpoint endpoint) {
        return root.send(
                Request.post(root.at(ENDPOINTS), endpoint).creating().repeating(), WebhookEndpointSecret.class);
    }

    /** A page of them, oldest first. */
    public WebhookEndpointList list(PageRequest page) {
        return root.send(root.list(page, ENDPOINTS), WebhookEndpointList.class);
    }

    /** All of them, page by page. */
    public Stream<WebhookEndpointView> all() {
        return Pages.stream(this::list, WebhookEndpointList::items, WebhookEndpointList::next);
    }

    /** One of them, by its id ({@code whe_…}). */
    public WebhookEndpointView get(String id) {
        return root.send(Request.get(root.at(ENDPOINTS, id)), WebhookEndpointView.class);
    }

    /** Replaces the given fields of one. */
    public WebhookEndpointView update(String id, WebhookEndpointChange change) {
        return root.send(Request.patch(root.at(ENDPOINTS, id), change), WebhookEndpointView.class);
    }

    /** Deletes one; nothing more is sent to it. */
    public void delete(String id) {
        root.transport().send(Request.delete(root.at(ENDPOINTS, id)));
    }

    /** A new secret, only in this answer; the one before signs as well for 24 hours. */
    public WebhookEndpointSecret rotateSecret(String id) {
        return root.send(Request.post(root.at(ENDPOINTS, id, "rotate-secret"), null), WebhookEndpointSecret.class);
    }

    /** Sends a test event to one now; waits for its answer. */
    public WebhookAttempt test(String id) {
        return root.send(Request.post(root.at(ENDPOINTS, id, "test"), null), WebhookAttempt.class);
    }

    /** A page of what was sent to one, newest first; of those in a state ({@code retrying}, …; null for any). */
    public WebhookDeliveryList deliveries(String id, @Nullable String state, PageRequest page) {
        return root.send(root.list(page, ENDPOINTS, id, DELIVERIES).with("state", state), WebhookDeliveryList.class);
    }

    /** All of that, page by page. */
    public Stream<WebhookDeliveryView> allDeliveries(String id, @Nullable String state) {
        return Pages.stream(page -> deliveries(id, state, page), WebhookDeliveryList::items, WebhookDeliveryList::next);
    }

    /** Sends an event ({@code evt_…}) to one again, with the same id. */
    public WebhookDeliveryView redeliver(String id, String event) {
        return root.send(
                Request.post(root.at(ENDPOINTS, id, DELIVERIES, event, "redeliver"), null), WebhookDeliveryView.class);
    }
}
