// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import dev.stagedoor.api.orchestration.DebateRequest;
import dev.stagedoor.api.orchestration.HierarchicalRequest;
import dev.stagedoor.api.orchestration.OnError;
import dev.stagedoor.api.orchestration.OrchestrationRequest;
import dev.stagedoor.api.orchestration.ParallelRequest;
import dev.stagedoor.api.orchestration.RoutingRequest;
import dev.stagedoor.api.orchestration.RunBudget;
import dev.stagedoor.api.orchestration.RunEventData;
import dev.stagedoor.api.orchestration.RunList;
import dev.stagedoor.api.orchestration.RunView;
import dev.stagedoor.api.orchestration.SequentialRequest;
import dev.stagedoor.budgets.Limits;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.EventSource;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The five patterns and their runs over HTTP. */
final class RunRoutes {
    private static final Access READ = new Access.TenantScope(Scope.RUNS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.RUNS_WRITE);
    private static final String ROOT = "/api/v1/";

    /** Where the patterns are beside {@link #ROOT}. */
    private static final String ALIAS = "/api/";

    private static final String PATTERNS = ROOT + "orchestration/";
    private static final String RUNS = ROOT + "runs";
    private static final String RUN = RUNS + "/{run}";
    private static final int AT_ONCE = 500;

    private static final Answer EVENTS = new Answer.Events(List.of(
            new Answer.Event("start", RunEventData.class, "The run has started."),
            new Answer.Event("status", RunEventData.class, "An agent does something else now."),
            new Answer.Event("chunk", RunEventData.class, "A piece of an agent's answer."),
            new Answer.Event("complete", RunEventData.class, "The run has completed; with its result."),
            new Answer.Event("error", RunEventData.class, "The run has ended without completing.")));

    private final Runs runs;
    private final RunFeeds feeds;
    private final RunViews views;
    private final Definitions definitions;
    private final Takes.Most most;

    RunRoutes(Runs runs, RunFeeds feeds, RunViews views, Definitions definitions, DataSize maxRequest) {
        this.most = new Takes.Most(maxRequest, "orchestration.max_request");
        this.runs = runs;
        this.feeds = feeds;
        this.views = views;
        this.definitions = definitions;
    }

    List<Route<?>> all() {
        List<Route<?>> patterns = new ArrayList<>();
        patterns.addAll(pattern("sequential", SequentialRequest.class, definitions::of));
        patterns.addAll(pattern("debate", DebateRequest.class, definitions::of));
        patterns.addAll(pattern("hierarchical", HierarchicalRequest.class, definitions::of));
        patterns.addAll(pattern("parallel", ParallelRequest.class, definitions::of));
        patterns.addAll(pattern("routing", RoutingRequest.class, definitions::of));
        List<Route<?>> routes = new ArrayList<>(Route.alsoUnderTenant(patterns));
        patterns.forEach(route -> routes.add(route.at(ALIAS + route.path().substring(ROOT.length()))));
        routes.addAll(Route.alsoUnderTenant(List.of(
                Route.get(RUNS, READ)
                        .named("run.list", "List runs, newest first")
                        .query("limit", "after", "status", "pattern", "user", "from", "to")
                        .answers(RunList.class)
                        .by(this::list),
                Route.get(RUN, READ)
                        .named("run.get", "Get a run, its calls and its result so far")
                        .answers(RunView.class)
                        .by(this::get),
                Route.get(RUN + "/events", READ)
                        .named("run.events", "Stream a run's events, from the one after Last-Event-ID")
                        .answers(EVENTS)
                        .by(this::events),
                Route.post(RUN + "/cancel", WRITE)
                        .named("run.cancel", "Stop a run")
                        .answers(RunView.class)
                        .by(this::cancel))));
        return routes;
    }

    private <B extends OrchestrationRequest> List<Route<?>> pattern(
            String name, Class<B> request, Function<B, Definition> definition) {
        return List.of(
                Route.post(PATTERNS + name, WRITE)
                        .named("run." + name, "Run agents in the pattern " + name + ", and answer when it has ended")
                        .takes(request, most)
                        .grants()
                        .answers(RunView.class)
                        .by((exchange, body) -> whole(exchange, start(exchange, body, definition))),
                Route.post(PATTERNS + name + "/stream", WRITE)
                        .named(
                                "run." + name + "_stream",
                                "Run agents in the pattern " + name + ", and stream its events")
                        .takes(request, most)
                        .grants()
                        .answers(EVENTS)
                        .by((exchange, body) -> stream(
                                exchange.principal(),
                                exchange.tenant(),
                                start(exchange, body, definition).run().id(),
                                0)));
    }

    private <B extends OrchestrationRequest> Runs.Started start(
            Exchange exchange, B body, Function<B, Definition> definition) {
        return runs.start(
                exchange.principal(),
                exchange.tenant(),
                new Runs.Wish(
                        definition.apply(body),
                        new Run.Options(
                                body.onError() == OnError.COLLECT,
                                Boolean.TRUE.equals(body.resume()),
                                body.budget() != null),
                        body.userId() == null ? "" : body.userId(),
                        body.profileId(),
                        limits(body.budget())));
    }

    private static @Nullable Limits limits(@Nullable RunBudget given) {
        return given == null
                ? null
                : Limits.ofRun(given.tokens(), given.cost(), given.calls(), given.seconds(), given.concurrency());
    }

    /** A client that leaves changes nothing: the run goes on. */
    private Reply whole(Exchange exchange, Runs.Started started) {
        started.ended().join();
        return Reply.ok(views.whole(runs.get(
                exchange.principal().settled(), exchange.tenant(), started.run().id())));
    }

    private Reply list(Exchange exchange) {
        Page<RunView> page = runs.list(exchange.principal(), exchange.tenant(), exchange.page(), filter(exchange))
                .map(views::line);
        return Reply.ok(new RunList(page.items(), page.next()));
    }

    private static RunFilter filter(Exchange exchange) {
        return new RunFilter(
                one("status", exchange, RunStatus.values(), RunStatus::wire),
                one("pattern", exchange, Definition.Kind.values(), Definition.Kind::wire),
                exchange.query("user").orElse(null),
                exchange.time("from").orElse(null),
                exchange.time("to").orElse(null));
    }

    /** The value of that query parameter; null without one, {@code invalid_request} with a word that is none of them. */
    private static <T> @Nullable T one(String parameter, Exchange exchange, T[] all, Function<T, String> wire) {
        String word = exchange.query(parameter).orElse(null);
        if (word == null) {
            return null;
        }
        return Arrays.stream(all)
                .filter(value -> wire.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        parameter,
                        "must be one of " + Arrays.stream(all).map(wire).collect(Collectors.joining(", "))));
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(views.whole(runs.get(exchange.principal(), exchange.tenant(), exchange.path("run"))));
    }

    private Reply cancel(Exchange exchange) {
        return Reply.ok(views.whole(runs.cancel(exchange.principal(), exchange.tenant(), exchange.path("run"))));
    }

    /** A reader that has read everything of a run that is over is told not to come back: 204. */
    private Reply events(Exchange exchange) {
        String id = exchange.path("run");
        Runs.Progress progress = runs.progress(exchange.principal(), exchange.tenant(), id);
        long last = progress.lastEvent();
        long seen = seen(exchange.header("Last-Event-ID").orElse(""), last);
        return progress.over() && seen > 0 && seen == last
                ? Reply.nothing()
                : stream(exchange.principal(), exchange.tenant(), id, seen);
    }

    /** From the first event on for an id that this run has never had, as for none. */
    private static long seen(String lastEventId, long last) {
        long seen = lastEventId.matches("[0-9]{1,18}") ? Long.parseLong(lastEventId) : 0;
        return seen <= last ? seen : 0;
    }

    /** Whether the reader still has permission is looked at by the stream itself (K2). */
    private Reply stream(Principal by, TenantId tenant, String id, long from) {
        return new Reply.Events(200, (sink, lastEventId) -> follow(by.settled(), tenant, id, sink, from));
    }

    private void follow(Principal by, TenantId tenant, String id, EventSource.Sink sink, long from)
            throws InterruptedException {
        long seen = from;
        boolean more = true;
        boolean look = true;
        try (RunFeeds.Reader reader = feeds.join(id)) {
            while (more) {
                long after = seen;
                Optional<Runs.News> news =
                        look ? reader.read(() -> runs.news(by, tenant, id, after, AT_ONCE)) : reader.news(after);
                List<RunEvent> events = news.map(Runs.News::events).orElse(List.of());
                for (RunEvent event : events) {
                    sink.send(String.valueOf(event.seq()), event.name(), RunEventStore.data(event));
                }
                seen = events.isEmpty() ? seen : events.getLast().seq();
                more = news.isPresent() && !news.get().isEnd();
                look = more && (events.isEmpty() ? reader.await(seen) : look);
            }
        }
    }
}
