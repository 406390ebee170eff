package dev.stagedoor.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentLimits;
import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.List;

/** Agents over HTTP. */
final class AgentRoutes {
    private static final String AGENTS = "/api/v1/agents";
    private static final String AGENT = AGENTS + "/{slug}";
    private static final Access READ = new Access.TenantScope(Scope.AGENTS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.AGENTS_WRITE);

    private final Agents agents;

    AgentRoutes(Agents agents) {
        this.agents = agents;
    }

    List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(reading());
        all.addAll(writing());
        return TenantRoutes.twice(all);
    }

    private List<Route<?>> reading() {
        return List.of(
                new Route<>(
                                Method.GET,
                                AGENTS,
                                READ,
                                "agent.list",
                                "List the agents",
                                NoBody.class,
                                AgentList.class,
                                this::list)
                        .withQuery(Route.PAGED),
                new Route<>(
                        Method.GET,
                        AGENT,
                        READ,
                        "agent.get",
                        "Show an agent",
                        NoBody.class,
                        AgentView.class,
                        this::get));
    }

    private List<Route<?>> writing() {
        return List.of(
                new Route<>(
                        Method.POST,
                        AGENTS,
                        WRITE,
                        "agent.create",
                        "Create an agent",
                        AgentDefinition.class,
                        AgentView.class,
                        this::create),
                new Route<>(
                        Method.PUT,
                        AGENT,
                        WRITE,
                        "agent.update",
                        "Create or replace an agent",
                        AgentDefinition.class,
                        AgentView.class,
                        this::put),
                new Route<>(
                        Method.DELETE,
                        AGENT,
                        WRITE,
                        "agent.delete",
                        "Delete an agent",
                        NoBody.class,
                        NoBody.class,
                        this::delete));
    }

    private Reply list(Exchange exchange, NoBody none) {
        Page<Agent> page = agents.list(exchange.principal(), exchange.tenant(), exchange.page());
        Page<AgentView> views = page.map(AgentRoutes::view);
        return Reply.ok(new AgentList(views.items(), views.next()));
    }

    private Reply create(Exchange exchange, AgentDefinition definition) {
        return Reply.created(
                view(agents.create(exchange.principal(), exchange.tenant(), definition, exchange.idempotencyKey())));
    }

    private Reply get(Exchange exchange, NoBody none) {
        return Reply.ok(view(agents.get(exchange.principal(), exchange.tenant(), exchange.path("slug"))));
    }

    private Reply put(Exchange exchange, AgentDefinition definition) {
        return Reply.ok(view(agents.put(exchange.principal(), exchange.tenant(), exchange.path("slug"), definition)));
    }

    private Reply delete(Exchange exchange, NoBody none) {
        agents.delete(exchange.principal(), exchange.tenant(), exchange.path("slug"));
        return Reply.nothing();
    }

    private static AgentView view(Agent agent) {
        return new AgentView(
                agent.slug(),
                agent.name(),
                agent.agentName(),
                agent.persona().systemPrompt(),
                agent.persona().model(),
                agent.persona().voice(),
                agent.persona().tools(),
                new AgentLimits((int) agent.maxCall().toMinutes()),
                agent.enabled(),
                agent.times().createdAt(),
                agent.times().updatedAt());
    }
}
