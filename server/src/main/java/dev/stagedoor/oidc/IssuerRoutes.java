// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.oidc;

import dev.stagedoor.api.oidc.OidcIssuerList;
import dev.stagedoor.api.oidc.OidcIssuerSettings;
import dev.stagedoor.api.oidc.OidcIssuerView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/**
 * A tenant's identity providers over HTTP. Trusting one is like setting a credential: whoever only opens sessions could
 * otherwise leave a way to open more behind them.
 */
final class IssuerRoutes {
    private static final Access READ = new Access.TenantScope(Scope.CREDENTIALS_READ);
    private static final Access WRITE = new Access.TenantScope(Scope.CREDENTIALS_WRITE);
    private static final String ALL = "/api/v1/oidc-issuers";
    private static final String ONE = ALL + "/{name}";

    private final Issuers issuers;

    IssuerRoutes(Issuers issuers) {
        this.issuers = issuers;
    }

    List<Route<?>> all() {
        return Route.alsoUnderTenant(List.of(
                Route.get(ALL, READ)
                        .named("oidc_issuer.list", "List the identity providers that the tenant trusts")
                        .answers(OidcIssuerList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.get(ONE, READ)
                        .named("oidc_issuer.get", "Show an identity provider that the tenant trusts")
                        .answers(OidcIssuerView.class)
                        .by(exchange -> Reply.ok(
                                view(issuers.get(exchange.principal(), exchange.tenant(), exchange.path("name"))))),
                Route.put(ONE, WRITE)
                        .named("oidc_issuer.put", "Trust an identity provider to vouch for the tenant's users")
                        .takes(OidcIssuerSettings.class)
                        .answers(OidcIssuerView.class)
                        .by(this::put),
                Route.delete(ONE, WRITE)
                        .named("oidc_issuer.delete", "End the trust in an identity provider, and its sessions")
                        .by(this::delete)));
    }

    private Reply list(Exchange exchange) {
        Page<OidcIssuerView> page = issuers.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(IssuerRoutes::view);
        return Reply.ok(new OidcIssuerList(page.items(), page.next()));
    }

    private Reply put(Exchange exchange, OidcIssuerSettings settings) {
        return Reply.ok(view(issuers.put(exchange.principal(), exchange.tenant(), exchange.path("name"), settings)));
    }

    private Reply delete(Exchange exchange) {
        issuers.delete(exchange.principal(), exchange.tenant(), exchange.path("name"));
        return Reply.nothing();
    }

    private static OidcIssuerView view(Issuer issuer) {
        Issuer.Trust trust = issuer.trust();
        return new OidcIssuerView(
                issuer.name(),
                trust.issuer(),
                trust.audiences(),
                trust.jwksUrl(),
                trust.userClaim(),
                trust.algorithms(),
                issuer.times().createdAt(),
                issuer.times().updatedAt());
    }
}
