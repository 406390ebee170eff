// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import dev.stagedoor.api.agents.AgentDefinition;
import dev.stagedoor.api.agents.AgentLimits;
import dev.stagedoor.api.agents.AgentList;
import dev.stagedoor.api.agents.AgentView;
import dev.stagedoor.api.agents.WhenLost;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Agents over HTTP. */
final class AgentRoutes {
    private static final String AGENTS = "/api/v1/agents";
    private static final String AGENT = AGENTS + "/{slug}";
    private static final Access READ = new Access.TenantScope(Scope.AGENTS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.AGENTS_WRITE);

    private static final AgentDefinition EXAMPLE = new AgentDefinition(
            "receptionist",
            "Receptionist",
            "receptionist-worker",
            "You answer the phone of a hotel.",
            null,
            null,
            null,
            null,
            new AgentLimits(30, null),
            null);

    private static final int MAX_CALL_MINUTES = 60;

    private final Agents agents;

    AgentRoutes(Agents agents) {
        this.agents = agents;
    }

    List<Route<?>> all() {
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
                        .example(EXAMPLE)
                        .idempotent()
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
        String slug = definition.slug();
        if (slug == null) {
            throw Problem.invalid("slug", "is required");
        }
        return Reply.created(view(agents.create(
                exchange.principal(), exchange.tenant(), slug, spec(definition), exchange.idempotencyKey())));
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(view(agents.get(exchange.principal(), exchange.tenant(), exchange.path("slug"))));
    }

    private Reply put(Exchange exchange, AgentDefinition definition) {
        String slug = exchange.path("slug");
        if (definition.slug() != null && !definition.slug().equals(slug)) {
            throw Problem.invalid("slug", "must match the path; an agent cannot be renamed");
        }
        return Reply.ok(view(agents.put(exchange.principal(), exchange.tenant(), slug, spec(definition))));
    }

    private Reply delete(Exchange exchange) {
        agents.delete(exchange.principal(), exchange.tenant(), exchange.path("slug"));
        return Reply.nothing();
    }

    private static AgentSpec spec(AgentDefinition definition) {
        return new AgentSpec(
                definition.name(),
                definition.agentName(),
                new Agent.Persona(
                        definition.systemPrompt(),
                        definition.model(),
                        definition.voice(),
                        Objects.requireNonNullElse(definition.tools(), List.of()),
                        Boolean.TRUE.equals(definition.modelLease())),
                limits(definition),
                !Boolean.FALSE.equals(definition.enabled()));
    }

    private static Agent.Limits limits(AgentDefinition definition) {
        AgentLimits limits = Objects.requireNonNullElse(definition.limits(), new AgentLimits(null, null));
        return new Agent.Limits(
                Duration.ofMinutes(Objects.requireNonNullElse(limits.maxCallMinutes(), MAX_CALL_MINUTES)),
                limits.joinTimeoutSeconds() == null
                        ? Agent.Limits.JOIN_TIMEOUT
                        : Duration.ofSeconds(limits.joinTimeoutSeconds()),
                new Agent.Replaced(definition.onFailure() != WhenLost.END, definition.onUnclear() != WhenLost.END));
    }

    private static AgentLimits view(Agent.Limits limits) {
        return new AgentLimits(
                (int) limits.maxCall().toMinutes(), (int) limits.joinTimeout().toSeconds());
    }

    private static WhenLost whenLost(boolean replaced) {
        return replaced ? WhenLost.REPLACE : WhenLost.END;
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
                agent.persona().modelLease(),
                view(agent.limits()),
                whenLost(agent.limits().replaced().onFailure()),
                whenLost(agent.limits().replaced().onUnclear()),
                agent.enabled(),
                agent.times().createdAt(),
                agent.times().updatedAt());
    }
}
