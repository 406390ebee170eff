// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tokens;

import dev.stagedoor.api.tokens.InspectRequest;
import dev.stagedoor.api.tokens.Inspection;
import dev.stagedoor.api.tokens.RefreshRequest;
import dev.stagedoor.api.tokens.TokenAnswer;
import dev.stagedoor.api.tokens.TokenRequest;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** Tokens over HTTP; the first route is LiveKit's standard token endpoint, verbatim. */
final class TokenRoutes {
    private static final String TOKENS = "/api/v1/tokens";

    private static final TokenRequest EXAMPLE =
            new TokenRequest("lobby", "Guest 42", "guest-42", null, null, null, 600, null);

    private final Tokens tokens;

    TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    List<Route<?>> routes() {
        return Route.alsoUnderTenant(List.of(
                Route.post(TOKENS, new Access.Publishable(Scope.TOKENS_MINT))
                        .named("token.mint", "Mint a participant's token (LiveKit's token endpoint)")
                        .grants()
                        .takes(TokenRequest.class)
                        .example(EXAMPLE)
                        .answers(TokenAnswer.class)
                        .by(this::mint),
                Route.post(TOKENS + "/refresh", new Access.TenantScope(Scope.TOKENS_MINT))
                        .named("token.refresh", "Refresh a token that has not expired")
                        .grants()
                        .takes(RefreshRequest.class)
                        .answers(TokenAnswer.class)
                        .by(this::refresh),
                Route.post(TOKENS + "/inspect", new Access.TenantScope(Scope.TOKENS_INSPECT))
                        .named("token.inspect", "Show what a token claims and whether it is valid")
                        .takes(InspectRequest.class)
                        .answers(Inspection.class)
                        .by(this::inspect)));
    }

    private Reply mint(Exchange exchange, TokenRequest request) {
        return Reply.createdSecret(TokenRequests.answer(
                tokens.mint(exchange.principal(), exchange.tenant(), TokenRequests.wish(request))));
    }

    private Reply refresh(Exchange exchange, RefreshRequest request) {
        return Reply.createdSecret(
                TokenRequests.answer(tokens.refresh(exchange.principal(), exchange.tenant(), request.token())));
    }

    private Reply inspect(Exchange exchange, InspectRequest request) {
        return Reply.ok(InspectionView.of(tokens.inspect(exchange.principal(), exchange.tenant(), request.token())));
    }
}
