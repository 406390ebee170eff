// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import dev.stagedoor.api.workers.AgentWorkers;
import dev.stagedoor.api.workers.AgentWorkersView;
import dev.stagedoor.api.workers.WorkerHealth;
import dev.stagedoor.api.workers.WorkerList;
import dev.stagedoor.api.workers.WorkerLog;
import dev.stagedoor.api.workers.WorkerLogLine;
import dev.stagedoor.api.workers.WorkerReplicas;
import dev.stagedoor.api.workers.WorkerResources;
import dev.stagedoor.api.workers.WorkerScale;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.api.workers.WorkerVariable;
import dev.stagedoor.api.workers.WorkerView;
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
import dev.stagedoor.launch.logs.LogFeeds;
import dev.stagedoor.launch.logs.LogLine;
import dev.stagedoor.launch.logs.WorkerLogs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Workers over HTTP. */
final class WorkerRoutes {
    private static final String OF_AGENT = "/api/v1/agents/{slug}/workers";
    private static final String WORKERS = "/api/v1/workers";
    private static final String WORKER = WORKERS + "/{id}";
    private static final Access READ = new Access.TenantScope(Scope.AGENTS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.AGENTS_WRITE);
    private static final int AT_ONCE = 500;

    private static final AgentWorkers EXAMPLE = new AgentWorkers(
            "process",
            null,
            "demo-agent",
            null,
            new WorkerReplicas(1, 3),
            new WorkerResources(1.0, 1024, 256),
            Map.of(),
            null,
            3600);

    private static final Answer.Events LINES = new Answer.Events(List.of(
            new Answer.Event("line", WorkerLogLine.class, "A line of what it wrote."),
            new Answer.Event("end", WorkerView.class, "It has ended, and will write nothing any more.")));

    private final Workers workers;
    private final SharedLooks<WorkerLogs.Which, Long> feeds;

    WorkerRoutes(Workers workers, LogFeeds feeds) {
        this.workers = workers;
        this.feeds = new SharedLooks<>("worker-log-feed", feeds);
    }

    List<Route<?>> all() {
        List<Route<?>> routes = new ArrayList<>(ofAgents());
        routes.addAll(ofWorkers());
        return Route.alsoUnderTenant(routes);
    }

    private List<Route<?>> ofAgents() {
        return List.of(
                Route.get(OF_AGENT, READ)
                        .named("workers.get", "Show how an agent's workers are to run")
                        .answers(AgentWorkersView.class)
                        .by(exchange -> Reply.ok(
                                view(workers.get(exchange.principal(), exchange.tenant(), exchange.path("slug"))))),
                Route.put(OF_AGENT, WRITE)
                        .named("workers.put", "Run workers for an agent, or replace them, new ones first")
                        .takes(AgentWorkers.class)
                        .example(EXAMPLE)
                        .answers(AgentWorkersView.class)
                        .by(this::put),
                Route.delete(OF_AGENT, WRITE)
                        .named("workers.delete", "Run no workers for an agent; those that run finish their calls")
                        .by(this::delete),
                Route.post(OF_AGENT + "/scale", WRITE)
                        .named("workers.scale", "Run more or fewer workers for an agent")
                        .takes(WorkerScale.class)
                        .example(new WorkerScale(2))
                        .answers(AgentWorkersView.class)
                        .by((exchange, body) -> Reply.ok(view(workers.scale(
                                exchange.principal(), exchange.tenant(), exchange.path("slug"), body.replicas())))));
    }

    private List<Route<?>> ofWorkers() {
        return List.of(
                Route.get(WORKERS, READ)
                        .named("worker.list", "List workers, newest first, also those that ended")
                        .query("limit", "after", "agent", "state")
                        .answers(WorkerList.class)
                        .by(this::list),
                Route.get(WORKER, READ)
                        .named("worker.get", "Get a worker")
                        .answers(WorkerView.class)
                        .by(exchange -> Reply.ok(
                                view(workers.worker(exchange.principal(), exchange.tenant(), exchange.path("id"))))),
                Route.post(WORKER + "/restart", WRITE)
                        .named("worker.restart", "End a worker now, with its calls, and start another")
                        .answers(WorkerView.class)
                        .by(exchange -> Reply.ok(
                                view(workers.restart(exchange.principal(), exchange.tenant(), exchange.path("id"))))),
                Route.get(WORKER + "/logs", READ)
                        .named("worker.logs", "Read what a worker wrote, oldest first, as far as it is kept")
                        .query(Route.PAGED)
                        .answers(WorkerLog.class)
                        .by(this::log),
                Route.get(WORKER + "/logs/stream", READ)
                        .named(
                                "worker.follow_logs",
                                "Follow what a worker writes as server-sent events, from the line after Last-Event-ID")
                        .answers(LINES)
                        .by(this::stream));
    }

    private Reply put(Exchange exchange, AgentWorkers wanted) {
        WorkerSpec spec = workers.rules().spec(wanted);
        Pool.Replicas replicas = SpecRules.replicas(wanted.replicas());
        return Reply.ok(
                view(workers.put(exchange.principal(), exchange.tenant(), exchange.path("slug"), spec, replicas)));
    }

    private Reply delete(Exchange exchange) {
        workers.delete(exchange.principal(), exchange.tenant(), exchange.path("slug"));
        return Reply.nothing();
    }

    private Reply list(Exchange exchange) {
        Page<WorkerView> page = workers.list(
                        exchange.principal(),
                        exchange.tenant(),
                        exchange.query("agent").orElse(null),
                        state(exchange),
                        exchange.page())
                .map(WorkerRoutes::view);
        return Reply.ok(new WorkerList(page.items(), page.next()));
    }

    private static @Nullable WorkerState state(Exchange exchange) {
        String word = exchange.query("state").orElse(null);
        if (word == null) {
            return null;
        }
        return Arrays.stream(WorkerState.values())
                .filter(state -> word(state).equals(word))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "state",
                        "must be one of "
                                + Arrays.stream(WorkerState.values())
                                        .map(WorkerRoutes::word)
                                        .collect(Collectors.joining(", "))));
    }

    private static String word(WorkerState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Reply log(Exchange exchange) {
        Page.Request page = exchange.page();
        long after = number(page.after());
        if (after < 0) {
            throw Problem.invalid("after", "is not a cursor from a list response");
        }
        List<LogLine> lines =
                workers.log(exchange.principal(), exchange.tenant(), exchange.path("id"), after, page.limit() + 1);
        Page<LogLine> some = Page.of(lines, page.limit(), line -> Long.toString(line.seq()));
        return Reply.ok(
                new WorkerLog(some.items().stream().map(WorkerRoutes::view).toList(), some.next()));
    }

    /** The number of a line; 0 for none, and -1 for what is no number. */
    private static long number(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return 0;
        }
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private Reply stream(Exchange exchange) {
        Principal by = exchange.principal();
        TenantId tenant = exchange.tenant();
        String id = workers.worker(by, tenant, exchange.path("id")).id();
        long from = Math.max(0, number(exchange.header("Last-Event-ID").orElse("")));
        return new Reply.Events(200, (sink, lastEventId) -> follow(by.settled(), tenant, id, sink, from));
    }

    /** That the reader is still permitted is looked at by the stream itself (K2). */
    private void follow(Principal by, TenantId tenant, String id, EventSource.Sink sink, long from)
            throws InterruptedException {
        long seen = from;
        try (SharedLooks.Reader<Long> reader = feeds.join(new WorkerLogs.Which(tenant, id))) {
            boolean over = false;
            while (!over) {
                long place = seen;
                over = reader.await(newest -> newest > place).over();
                seen = send(by, tenant, id, sink, seen);
            }
            sink.send(Long.toString(seen), "end", view(workers.worker(by, tenant, id)));
        }
    }

    /** Sends all lines after that one; the number of the last. */
    private long send(Principal by, TenantId tenant, String id, EventSource.Sink sink, long after) {
        long seen = after;
        List<LogLine> lines = workers.log(by, tenant, id, seen, AT_ONCE);
        while (!lines.isEmpty()) {
            for (LogLine line : lines) {
                sink.send(Long.toString(line.seq()), "line", view(line));
            }
            seen = lines.getLast().seq();
            lines = workers.log(by, tenant, id, seen, AT_ONCE);
        }
        return seen;
    }

    private static AgentWorkersView view(Workers.Shown shown) {
        Pool pool = shown.pool();
        WorkerSpec spec = pool.spec();
        boolean isProcess = spec.runtime().equals("process");
        Map<String, WorkerVariable> environment = new TreeMap<>();
        spec.environment().forEach((name, ref) -> environment.put(name, new WorkerVariable(ref.kind(), ref.name())));
        WorkerSpec.Health health = spec.health();
        return new AgentWorkersView(
                pool.agent(),
                spec.runtime(),
                isProcess ? null : spec.program(),
                isProcess ? spec.program() : null,
                spec.arguments(),
                new WorkerReplicas(pool.replicas().fewest(), pool.replicas().most()),
                pool.replicas().wanted(),
                new WorkerResources(
                        spec.resources().millicores() / 1000.0,
                        spec.resources().memory(),
                        spec.resources().processes()),
                environment,
                health == null ? null : new WorkerHealth(health.path(), health.port()),
                (int) spec.drain().toSeconds(),
                pool.progress().generation(),
                shown.ready(),
                pool.progress().ending(),
                pool.progress().problem(),
                pool.times().createdAt(),
                pool.times().updatedAt());
    }

    private static WorkerView view(Worker worker) {
        Worker.End end = worker.end();
        return new WorkerView(
                worker.id(),
                worker.place().agent(),
                worker.place().runtime(),
                worker.place().name(),
                worker.place().generation(),
                worker.version(),
                worker.state(),
                worker.times().startedAt(),
                worker.times().readyAt(),
                worker.times().endedAt(),
                end == null ? null : end.exitCode(),
                end == null ? null : end.why(),
                worker.marks().restarts());
    }

    private static WorkerLogLine view(LogLine line) {
        return new WorkerLogLine(line.seq(), line.at(), line.text());
    }
}
