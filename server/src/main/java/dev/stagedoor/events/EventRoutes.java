// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import dev.stagedoor.api.events.EventList;
import dev.stagedoor.api.events.EventView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.EventSource;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.stream.SharedLooks;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.Arrays;
import java.util.List;

/** Events over HTTP. */
final class EventRoutes {
    private static final String EVENTS = "/api/v1/events";
    private static final Access READ = new Access.TenantScope(Scope.EVENTS_READ);

    private static final List<Answer.Event> STREAMED = Arrays.stream(EventType.values())
            .map(type -> new Answer.Event(type.wire(), EventView.class, "As its webhook."))
            .toList();

    private final Events events;
    private final SharedLooks<TenantId, Long> feeds;

    EventRoutes(Events events, EventFeeds feeds) {
        this.events = events;
        this.feeds = new SharedLooks<>("event-feed", feeds);
    }

    List<Route<?>> routes() {
        return Route.alsoUnderTenant(List.of(
                Route.get(EVENTS, READ)
                        .named("event.list", "List events, newest first")
                        .answers(EventList.class)
                        .query("limit", "after", "type", "call")
                        .by(this::list),
                Route.get(EVENTS + "/stream", READ)
                        .named("event.stream", "Follow events as server-sent events, from Last-Event-ID or from now on")
                        .answers(new Answer.Events(STREAMED))
                        .by(this::stream)));
    }

    private Reply list(Exchange exchange) {
        Events.Filter filter = new Events.Filter(
                exchange.query("type").orElse(null), exchange.query("call").orElse(null));
        Page<EventView> page = events.list(exchange.principal(), exchange.tenant(), filter, exchange.page())
                .map(EventViews::of);
        return Reply.ok(new EventList(page.items(), page.next()));
    }

    private Reply stream(Exchange exchange) {
        TenantId tenant = exchange.tenant();
        String lastSeen = exchange.header("Last-Event-ID").orElse("");
        long place = events.place(exchange.principal(), tenant, lastSeen);
        return new Reply.Events(200, (sink, lastEventId) -> follow(tenant, sink, place));
    }

    /** Sends each event with its own id. */
    private void follow(TenantId tenant, EventSource.Sink sink, long from) throws InterruptedException {
        long place = from;
        try (SharedLooks.Reader<Long> reader = feeds.join(tenant)) {
            while (isMoreThan(place, reader)) {
                for (Event.Raised event : events.after(tenant, place)) {
                    place = event.seq();
                    sink.send(event.id(), event.type(), EventViews.of(event));
                }
            }
        }
    }

    /** Waits until there is an event after that place; false if there will be none any more. */
    private static boolean isMoreThan(long place, SharedLooks.Reader<Long> reader) throws InterruptedException {
        return !reader.await(newest -> newest > place).over();
    }
}
