// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A small feature to serve: a tenant's agents, stored nowhere. */
final class Agents {
    final AtomicInteger handled = new AtomicInteger();

    record Voice(@NotNull @Size(max = 8) String languageCode) {}

    record NewAgent(
            @NotNull @Size(min = 1, max = 64) String slug,
            @Max(10) @Nullable Integer maxCalls,
            @Valid @Nullable Voice voice,
            @Nullable List<@Valid Voice> others) {}

    record Answer(String tenant, String said, String actor) {}

    List<Route<?>> routes() {
        List<Route<?>> all = new ArrayList<>(definitions());
        all.addAll(commands());
        return all;
    }

    private List<Route<?>> definitions() {
        return List.of(
                Route.post("/api/v1/agents", new Access.TenantScope(Scope.AGENTS_WRITE))
                        .named("agent.create", "Creates an agent")
                        .takes(NewAgent.class)
                        .answers(Answer.class)
                        .by((exchange, body) -> Reply.created(answer(exchange, body.slug()))),
                Route.get("/api/v1/agents", new Access.TenantScope(Scope.AGENTS_READ))
                        .named("agent.list", "Lists agents")
                        .answers(Answer.class)
                        .query(Route.PAGED)
                        .by(exchange -> Reply.ok(answer(exchange, "" + exchange.page()))),
                Route.get("/api/v1/agents/{slug}", new Access.TenantScope(Scope.AGENTS_READ))
                        .named("agent.show", "Shows an agent")
                        .answers(Answer.class)
                        .by(exchange -> Reply.ok(answer(exchange, exchange.path("slug")))));
    }

    private List<Route<?>> commands() {
        return List.of(
                Route.post("/api/v1/tokens", new Access.Publishable(Scope.TOKENS_MINT))
                        .named("token.mint", "Mints a token")
                        .takes(Map.class)
                        .answers(Answer.class)
                        .by((exchange, body) -> Reply.createdSecret(answer(exchange, "token"))),
                Route.post("/api/v1/agents/{slug}/stop", new Access.TenantScope(Scope.AGENTS_WRITE))
                        .named("agent.stop", "Stops an agent")
                        .by(exchange -> Reply.nothing()));
    }

    private Answer answer(Exchange exchange, String said) {
        handled.incrementAndGet();
        return new Answer(exchange.tenant().value(), said, exchange.principal().actor());
    }
}
