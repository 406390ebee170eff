// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.audit.ChangeTx;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.retention.RetentionModule;
import dev.stagedoor.tenants.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tenant whose events are raised and sent by a node without jobs. */
final class WebhookScene {
    final TestNode node;
    final Tenant tenant;
    private final EventsModule events;

    WebhookScene(TestNode node) {
        this(node, node.tenant());
    }

    private WebhookScene(TestNode node, Tenant tenant) {
        this.node = node;
        this.tenant = tenant;
        this.events = node.module(EventsModule.class);
    }

    /** The same tenant, seen by another node. */
    WebhookScene on(TestNode other) {
        return new WebhookScene(other, tenant);
    }

    TenantId id() {
        return tenant.id();
    }

    Endpoints endpoints() {
        return events.endpoints();
    }

    /** What is too old now is deleted. */
    void forget() {
        node.module(RetentionModule.class).retention().run();
    }

    /** An endpoint there, for those types or, if there are none, for all. */
    Endpoints.Secretive endpoint(Receiver at, String... types) {
        return endpoints()
                .create(
                        node.operator(),
                        id(),
                        at.url(),
                        new Endpoints.Wanted(at.url(), List.of(types), "", true),
                        Optional.empty());
    }

    Endpoint get(Endpoints.Secretive made) {
        return endpoints().get(node.operator(), id(), made.endpoint().id());
    }

    Endpoint enabled(Endpoints.Secretive made, boolean enabled) {
        return endpoints()
                .update(node.operator(), id(), made.endpoint().id(), new Endpoints.Wanted(null, null, null, enabled));
    }

    List<Delivery> deliveries(Endpoints.Secretive made) {
        return endpoints()
                .deliveries(node.operator(), id(), made.endpoint().id(), null, new Page.Request(200, null))
                .items();
    }

    /** Raises an event with that number; null for no call. */
    void raise(@Nullable String call, int number) {
        raise(change -> Events.raise(change, event(call, number)));
    }

    void raise(Consumer<ChangeTx> work) {
        node.on().ledger().changing(TestNode.job(), id(), change -> {
            work.accept(change);
            change.append(Draft.of(TestNode.job(), change.now(), "test.raise", "test", "{}"));
        });
    }

    static Event event(@Nullable String call, int number) {
        return Event.of(EventType.CALL_STARTED, call, Map.of("n", number));
    }

    /** Begins what is due, as the job does. */
    void deliver() {
        events.deliveries().due().run();
    }
}
