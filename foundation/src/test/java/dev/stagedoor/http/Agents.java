package dev.stagedoor.http;

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

/** A small feature to serve: agents of a tenant that are kept nowhere. */
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
                new Route<>(
                        Method.POST,
                        "/api/v1/agents",
                        new Access.TenantScope(Scope.AGENTS_WRITE),
                        "agent.create",
                        "Creates an agent",
                        NewAgent.class,
                        Answer.class,
                        (exchange, body) -> Reply.created(answer(exchange, body.slug()))),
                new Route<>(
                                Method.GET,
                                "/api/v1/agents",
                                new Access.TenantScope(Scope.AGENTS_READ),
                                "agent.list",
                                "Lists agents",
                                NoBody.class,
                                Answer.class,
                                (exchange, none) -> Reply.ok(answer(exchange, "" + exchange.page())))
                        .withQuery(Route.PAGED),
                new Route<>(
                        Method.GET,
                        "/api/v1/agents/{slug}",
                        new Access.TenantScope(Scope.AGENTS_READ),
                        "agent.show",
                        "Shows an agent",
                        NoBody.class,
                        Answer.class,
                        (exchange, none) -> Reply.ok(answer(exchange, exchange.path("slug")))));
    }

    private List<Route<?>> commands() {
        return List.of(
                new Route<>(
                        Method.POST,
                        "/api/v1/tokens",
                        new Access.Publishable(Scope.TOKENS_MINT),
                        "token.mint",
                        "Mints a token",
                        Map.class,
                        Answer.class,
                        (exchange, body) -> Reply.createdSecret(answer(exchange, "token"))),
                new Route<>(
                        Method.POST,
                        "/api/v1/agents/{slug}/stop",
                        new Access.TenantScope(Scope.AGENTS_WRITE),
                        "agent.stop",
                        "Stops an agent",
                        NoBody.class,
                        NoBody.class,
                        (exchange, none) -> Reply.nothing()));
    }

    private Answer answer(Exchange exchange, String said) {
        handled.incrementAndGet();
        return new Answer(exchange.tenant().value(), said, exchange.principal().actor());
    }
}
