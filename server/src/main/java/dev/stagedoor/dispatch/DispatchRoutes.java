// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dispatch;

import dev.stagedoor.api.dispatch.DispatchList;
import dev.stagedoor.api.dispatch.DispatchView;
import dev.stagedoor.api.dispatch.ReceiptLine;
import dev.stagedoor.dispatch.plan.Dispatch;
import dev.stagedoor.dispatch.plan.DispatchId;
import dev.stagedoor.dispatch.plan.Status;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.EventSource;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.stream.SharedLooks;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.Arrays;
import java.util.List;

/** Dispatches and their receipts over HTTP. */
final class DispatchRoutes {
    private static final String DISPATCHES = "/api/v1/dispatches";
    private static final String DISPATCH = DISPATCHES + "/{id}";
    private static final Access READ = new Access.TenantScope(Scope.DISPATCHES_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.DISPATCHES_WRITE);

    private static final List<Answer.Event> EVENTS = Arrays.stream(Status.values())
            .map(Status::wire)
            .map(word -> new Answer.Event("dispatch." + word, ReceiptLine.class, "The dispatch is " + word + "."))
            .toList();

    private final Dispatches dispatches;
    private final SharedLooks<DispatchFeeds.Which, List<Receipt.Numbered>> feeds;

    DispatchRoutes(Dispatches dispatches, DispatchFeeds feeds) {
        this.dispatches = dispatches;
        this.feeds = new SharedLooks<>("dispatch-feed", feeds);
    }

    List<Route<?>> routes() {
        return Route.alsoUnderTenant(List.of(
                Route.get(DISPATCHES, READ)
                        .named("dispatch.list", "List dispatches, newest first")
                        .query("limit", "after", "status")
                        .answers(DispatchList.class)
                        .by(this::list),
                Route.get(DISPATCH, READ)
                        .named("dispatch.get", "Get a dispatch and its receipt")
                        .answers(DispatchView.class)
                        .by(this::get),
                Route.get(DISPATCH + "/events", READ)
                        .named("dispatch.events", "Stream a dispatch's receipt as server-sent events")
                        .answers(new Answer.Events(EVENTS))
                        .by(this::events),
                Route.post(DISPATCH + "/cancel", WRITE)
                        .named("dispatch.cancel", "Cancel a dispatch and remove its agent")
                        .answers(DispatchView.class)
                        .by(this::cancel)));
    }

    private Reply list(Exchange exchange) {
        Status status = exchange.query("status").map(DispatchRoutes::status).orElse(null);
        Page<DispatchView> page = dispatches
                .list(exchange.principal(), exchange.tenant(), exchange.page(), status)
                .map(dispatch -> DispatchViews.of(dispatch));
        return Reply.ok(new DispatchList(page.items(), page.next()));
    }

    private static Status status(String word) {
        return Arrays.stream(Status.values())
                .filter(status -> status.wire().equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "status", "must be requested, sent, accepted, joined, lost, ending, completed or failed"));
    }

    private Reply get(Exchange exchange) {
        DispatchId id = new DispatchId(exchange.path("id"));
        Principal by = exchange.principal();
        Dispatch dispatch = dispatches.get(by, exchange.tenant(), id);
        return Reply.ok(DispatchViews.of(dispatch, dispatches.receipt(by, exchange.tenant(), id, 0)));
    }

    private Reply cancel(Exchange exchange) {
        DispatchId id = new DispatchId(exchange.path("id"));
        return Reply.ok(DispatchViews.of(dispatches.cancel(exchange.principal(), exchange.tenant(), id)));
    }

    private Reply events(Exchange exchange) {
        DispatchId id = new DispatchId(exchange.path("id"));
        Principal by = exchange.principal();
        TenantId tenant = exchange.tenant();
        int seen = seen(exchange.header("Last-Event-ID").orElse(""));
        boolean over = !dispatches.get(by, tenant, id).status().live();
        if (over && seen > 0 && dispatches.receipt(by, tenant, id, seen).isEmpty()) {
            // The HTML standard's way of telling an EventSource that it need not come back.
            return Reply.nothing();
        }
        return new Reply.Events(200, (sink, lastEventId) -> follow(tenant, id, sink, seen));
    }

    private static int seen(String lastEventId) {
        return lastEventId.matches("[0-9]{1,6}") ? Integer.parseInt(lastEventId) : 0;
    }

    /** Sends each line of the receipt as an event whose id is the line's number, until the dispatch is over. */
    private void follow(TenantId tenant, DispatchId id, EventSource.Sink sink, int from) throws InterruptedException {
        int seen = from;
        boolean over = false;
        try (SharedLooks.Reader<List<Receipt.Numbered>> reader = feeds.join(new DispatchFeeds.Which(tenant, id))) {
            while (!over) {
                int before = seen;
                SharedLooks.Seen<List<Receipt.Numbered>> news = reader.await(
                        lines -> !DispatchFeeds.after(lines, before).isEmpty());
                for (Receipt.Numbered numbered : DispatchFeeds.after(news.state(), before)) {
                    seen = numbered.number();
                    Receipt line = numbered.line();
                    sink.send(String.valueOf(seen), "dispatch." + line.status().wire(), DispatchViews.line(line));
                }
                over = news.over();
            }
        }
    }
}
