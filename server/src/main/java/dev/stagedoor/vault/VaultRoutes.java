package dev.stagedoor.vault;

import dev.stagedoor.api.vault.CredentialList;
import dev.stagedoor.api.vault.CredentialView;
import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.api.vault.RevokeCredentialRequest;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** The routes of credentials. */
final class VaultRoutes {
    private final Vault vault;

    VaultRoutes(Vault vault) {
        this.vault = vault;
    }

    List<Route<?>> routes() {
        return TenantRoutes.twice(List.of(putting(), listing(), showing(), revoking()));
    }

    private Route<?> putting() {
        return new Route<>(
                        Method.PUT,
                        "/api/v1/credentials/livekit",
                        new Access.TenantScope(Scope.CREDENTIALS_WRITE),
                        "credential.put",
                        "Put a new version of the tenant's LiveKit project; it counts once its server took it",
                        LiveKitCredentialRequest.class,
                        CredentialView.class,
                        this::put)
                .withQuery("verify");
    }

    private Route<?> listing() {
        return new Route<>(
                        Method.GET,
                        "/api/v1/credentials",
                        new Access.TenantScope(Scope.CREDENTIALS_READ),
                        "credential.list",
                        "List all versions of the tenant's credentials, never their secrets",
                        NoBody.class,
                        CredentialList.class,
                        this::list)
                .withQuery(Route.PAGED);
    }

    private Route<?> showing() {
        return new Route<>(
                Method.GET,
                "/api/v1/credentials/{kind}",
                new Access.TenantScope(Scope.CREDENTIALS_READ),
                "credential.show",
                "Show the active version of a credential, never its secret",
                NoBody.class,
                CredentialView.class,
                this::show);
    }

    private Route<?> revoking() {
        return new Route<>(
                Method.POST,
                "/api/v1/credentials/{kind}/revoke",
                new Access.TenantScope(Scope.CREDENTIALS_WRITE),
                "credential.revoke",
                "Take a version of a credential out of use for good",
                RevokeCredentialRequest.class,
                CredentialView.class,
                this::revoke);
    }

    private Reply put(Exchange exchange, LiveKitCredentialRequest request) {
        boolean verify = switch (exchange.query("verify").orElse("true")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Problem.invalid("verify", "must be true or false");
        };
        return Reply.ok(view(vault.put(exchange.principal(), exchange.tenant(), request, verify)));
    }

    private Reply list(Exchange exchange, NoBody none) {
        Page<CredentialView> page = vault.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(VaultRoutes::view);
        return Reply.ok(new CredentialList(page.items(), page.next()));
    }

    private Reply show(Exchange exchange, NoBody none) {
        CredentialKind kind = CredentialKind.of(exchange.path("kind"));
        return Reply.ok(view(vault.get(exchange.principal(), exchange.tenant(), kind)));
    }

    private Reply revoke(Exchange exchange, RevokeCredentialRequest request) {
        CredentialKind kind = CredentialKind.of(exchange.path("kind"));
        return Reply.ok(view(vault.revoke(exchange.principal(), exchange.tenant(), kind, request.version())));
    }

    private static CredentialView view(Credential credential) {
        return new CredentialView(
                credential.id(),
                credential.kind().wire(),
                credential.version(),
                credential.state().wire(),
                credential.serverUrl(),
                credential.apiKey(),
                credential.fingerprint(),
                credential.createdAt(),
                credential.verifiedAt(),
                credential.endedAt());
    }
}
