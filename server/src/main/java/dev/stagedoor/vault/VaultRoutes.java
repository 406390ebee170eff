// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialExpiryRequest;
import dev.stagedoor.api.vault.CredentialList;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.RevokeCredentialRequest;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.RouteBuilder;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The routes of credentials: one for each kind to put it, and the rest alike for all kinds. */
final class VaultRoutes {
    static final Access READ = new Access.TenantScope(Scope.CREDENTIALS_READ);
    static final Access WRITE = new Access.TenantScope(Scope.CREDENTIALS_WRITE);
    private static final String ALL = "/api/v1/credentials";
    static final String ONE = ALL + "/{kind}";
    static final String NAMED = ONE + "/{name}";

    private final Vault vault;
    private final Kinds kinds;

    VaultRoutes(Vault vault, Kinds kinds) {
        this.vault = vault;
        this.kinds = kinds;
    }

    List<Route<?>> routes() {
        List<Route<?>> routes = new ArrayList<>();
        kinds.all().stream().filter(Kind::isPutByVault).forEach(kind -> routes.add(putting(kind)));
        routes.add(Route.get(ALL, READ)
                .named("credential.list", "List all versions of the tenant's credentials, never their secrets")
                .answers(listed())
                .query(Route.PAGED)
                .by(this::list));
        routes.add(showing(
                Route.get(ONE, READ)
                        .named("credential.show", "Show the active version of a credential, never its secret"),
                this::ref));
        routes.add(showing(
                Route.get(NAMED, READ)
                        .named(
                                "credential.show_named",
                                "Show the active version of a named credential, never its secret"),
                this::namedRef));
        routes.add(revoking(
                Route.post(ONE + "/revoke", WRITE)
                        .named("credential.revoke", "Revoke a version of a credential for good"),
                this::ref));
        routes.add(revoking(
                Route.post(NAMED + "/revoke", WRITE)
                        .named("credential.revoke_named", "Revoke a version of a named credential for good"),
                this::namedRef));
        routes.add(expiring(
                Route.post(ONE + "/expiry", WRITE)
                        .named("credential.expiry", "Note when a credential ends at its provider, for reminders"),
                this::ref));
        routes.add(expiring(
                Route.post(NAMED + "/expiry", WRITE)
                        .named("credential.expiry_named", "Note when a named credential ends at its provider"),
                this::namedRef));
        return Route.alsoUnderTenant(routes);
    }

    /** Where a kind is put. */
    static String path(KindWire<?> wire) {
        return ALL + '/' + wire.name() + (wire.named() ? "/{name}" : "");
    }

    private <B> Route<B> putting(Kind<B> kind) {
        KindWire<B> wire = kind.wire();
        return Route.put(path(wire), WRITE)
                .named(wire.action(), wire.summary())
                .takes(wire.takes())
                .example(wire.example())
                .answers(wire.answers())
                .query(kind.isProbed() ? List.of("verify") : List.of())
                .by((exchange, body) -> put(exchange, kind, body));
    }

    private Route<?> showing(RouteBuilder<NoBody> route, Function<Exchange, CredentialRef> ref) {
        return route.answers(shown())
                .by(exchange ->
                        Reply.ok(view(vault.get(exchange.principal(), exchange.tenant(), ref.apply(exchange)))));
    }

    private Route<?> revoking(RouteBuilder<NoBody> route, Function<Exchange, CredentialRef> ref) {
        return route.takes(RevokeCredentialRequest.class)
                .answers(shown())
                .by((exchange, body) -> Reply.ok(view(
                        vault.revoke(exchange.principal(), exchange.tenant(), ref.apply(exchange), body.version()))));
    }

    private Route<?> expiring(RouteBuilder<NoBody> route, Function<Exchange, CredentialRef> ref) {
        return route.takes(CredentialExpiryRequest.class)
                .answers(shown())
                .by((exchange, body) -> Reply.ok(view(vault.expires(
                        exchange.principal(), exchange.tenant(), ref.apply(exchange), body.expiresAt()))));
    }

    /** A version, with the first kind's example. */
    Answer.Json shown() {
        return kinds.all().stream()
                .map(kind -> kind.wire().answers())
                .filter(answer -> answer.type().equals(CredentialView.class))
                .findFirst()
                .orElse(new Answer.Json(CredentialView.class));
    }

    private Answer.Json listed() {
        return shown().example() instanceof CredentialView view
                ? Answer.Json.like(new CredentialList(List.of(view), null))
                : new Answer.Json(CredentialList.class);
    }

    /** Which one is put. */
    static CredentialRef put(Exchange exchange, KindWire<?> wire) {
        return CredentialRef.named(wire.name(), wire.named() ? exchange.path("name") : CredentialRef.DEFAULT);
    }

    private <B> Reply put(Exchange exchange, Kind<B> kind, B body) {
        CredentialRef ref = put(exchange, kind.wire());
        Proposal proposal = kind.propose(body);
        PutCredential put = new PutCredential(ref, proposal, verify(exchange, kind));
        Credential active = vault.put(exchange.principal(), exchange.tenant(), put);
        Object answer = kind.answer(kind.view(active), proposal);
        return proposal.generated()
                ? new Reply.Json(200, answer, Map.of("Cache-Control", "no-store"))
                : Reply.ok(answer);
    }

    static boolean verify(Exchange exchange, Kind<?> kind) {
        if (!kind.isProbed()) {
            return true;
        }
        return switch (exchange.query("verify").orElse("true")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalid("verify", "must be true or false");
        };
    }

    private Reply list(Exchange exchange) {
        Page<CredentialView> page = vault.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(this::view);
        return Reply.ok(new CredentialList(page.items(), page.next()));
    }

    CredentialRef ref(Exchange exchange) {
        return CredentialRef.of(kind(exchange));
    }

    CredentialRef namedRef(Exchange exchange) {
        return new CredentialRef(kind(exchange), exchange.path("name"));
    }

    private String kind(Exchange exchange) {
        return kinds.of(exchange.path("kind")).wire().name();
    }

    private CredentialView view(Credential credential) {
        return kinds.of(credential).view(credential);
    }
}
