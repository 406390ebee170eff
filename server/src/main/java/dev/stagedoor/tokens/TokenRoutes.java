package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.InspectRequest;
import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.api.tokens.RefreshRequest;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** Tokens over HTTP; the first route is LiveKit's standard token endpoint, verbatim. */
final class TokenRoutes {
    private static final String TOKENS = "/api/v1/tokens";

    private final Tokens tokens;

    TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    List<Route<?>> routes() {
        return TenantRoutes.twice(List.of(
                new Route<>(
                        Method.POST,
                        TOKENS,
                        new Access.Publishable(Scope.TOKENS_MINT),
                        "token.mint",
                        "Mint a participant's token (LiveKit's token endpoint)",
                        TokenRequest.class,
                        TokenAnswer.class,
                        this::mint),
                new Route<>(
                        Method.POST,
                        TOKENS + "/refresh",
                        new Access.TenantScope(Scope.TOKENS_MINT),
                        "token.refresh",
                        "Refresh a token that has not ended",
                        RefreshRequest.class,
                        TokenAnswer.class,
                        this::refresh),
                new Route<>(
                        Method.POST,
                        TOKENS + "/inspect",
                        new Access.TenantScope(Scope.TOKENS_INSPECT),
                        "token.inspect",
                        "Say what a token claims and whether it is to be believed",
                        InspectRequest.class,
                        Inspection.class,
                        this::inspect)));
    }

    private Reply mint(Exchange exchange, TokenRequest request) {
        return Reply.createdSecret(tokens.mint(exchange.principal(), exchange.tenant(), request));
    }

    private Reply refresh(Exchange exchange, RefreshRequest request) {
        return Reply.createdSecret(tokens.refresh(exchange.principal(), exchange.tenant(), request.token()));
    }

    private Reply inspect(Exchange exchange, InspectRequest request) {
        return Reply.ok(tokens.inspect(exchange.principal(), exchange.tenant(), request.token()));
    }
}
