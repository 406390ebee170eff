package dev.stagedoor.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentLimits;
import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
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
        return Route.alsoUnderTenant(List.of(
                Route.get(AGENTS, READ)
                        .named("agent.list", "List the agents")
                        .answers(AgentList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.get(AGENT, READ)
                        .named("agent.get", "Get an agent")
                        .answers(AgentView.class)
                        .by(this::get),
                Route.post(AGENTS, WRITE)
                        .named("agent.create", "Create an agent")
                        .takes(AgentDefinition.class)
                        .answers(AgentView.class)
                        .by(this::create),
                Route.put(AGENT, WRITE)
                        .named("agent.update", "Create or replace an agent")
                        .takes(AgentDefinition.class)
                        .answers(AgentView.class)
                        .by(this::put),
                Route.delete(AGENT, WRITE)
                        .named("agent.delete", "Delete an agent")
                        .by(this::delete)));
    }

    private Reply list(Exchange exchange) {
        Page<Agent> page = agents.list(exchange.principal(), exchange.tenant(), exchange.page());
        Page<AgentView> views = page.map(AgentRoutes::view);
        return Reply.ok(new AgentList(views.items(), views.next()));
    }

    private Reply create(Exchange exchange, AgentDefinition definition) {
        return Reply.created(
                view(agents.create(exchange.principal(), exchange.tenant(), definition, exchange.idempotencyKey())));
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(view(agents.get(exchange.principal(), exchange.tenant(), exchange.path("slug"))));
    }

    private Reply put(Exchange exchange, AgentDefinition definition) {
        return Reply.ok(view(agents.put(exchange.principal(), exchange.tenant(), exchange.path("slug"), definition)));
    }

    private Reply delete(Exchange exchange) {
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
