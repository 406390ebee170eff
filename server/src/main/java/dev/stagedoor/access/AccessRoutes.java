package dev.stagedoor.access;

import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;

/** The routes of API keys. */
final class AccessRoutes {
    private static final String KEYS = "/api/v1/api-keys";
    private static final String OPERATOR_KEYS = "/api/v1/operator-keys";

    private final ApiKeys keys;

    AccessRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    List<Route<?>> all() {
        List<Route<?>> all = new ArrayList<>(TenantRoutes.twice(List.of(create(), list(), revoke())));
        all.addAll(List.of(createOperator(), listOperators(), revokeOperator()));
        return all;
    }

    private Route<NewApiKey> create() {
        return new Route<>(
                Method.POST,
                KEYS,
                new Access.TenantScope(Scope.KEYS_WRITE),
                "api_key.create",
                "Create an API key; the answer is the only one that shows it",
                NewApiKey.class,
                CreatedApiKey.class,
                (exchange, body) -> Reply.createdSecret(AccessViews.of(
                        keys.create(exchange.principal(), exchange.tenant(), body, exchange.idempotencyKey()))));
    }

    private Route<NoBody> list() {
        return new Route<>(
                        Method.GET,
                        KEYS,
                        new Access.TenantScope(Scope.KEYS_READ),
                        "api_key.list",
                        "List the API keys, oldest first, revoked ones included",
                        NoBody.class,
                        ApiKeyList.class,
                        (exchange, body) -> Reply.ok(
                                AccessViews.of(keys.list(exchange.principal(), exchange.tenant(), exchange.page()))))
                .withQuery(Route.PAGED);
    }

    private Route<NoBody> revoke() {
        return new Route<>(
                Method.DELETE,
                KEYS + "/{key}",
                new Access.TenantScope(Scope.KEYS_WRITE),
                "api_key.revoke",
                "Revoke an API key",
                NoBody.class,
                NoBody.class,
                (exchange, body) -> {
                    keys.revoke(exchange.principal(), exchange.tenant(), exchange.path("key"));
                    return Reply.nothing();
                });
    }

    private Route<NewOperatorKey> createOperator() {
        return new Route<>(
                Method.POST,
                OPERATOR_KEYS,
                new Access.OperatorOnly(Scope.KEYS_WRITE),
                "operator_key.create",
                "Create an operator's key; the answer is the only one that shows it",
                NewOperatorKey.class,
                CreatedApiKey.class,
                (exchange, body) -> Reply.createdSecret(
                        AccessViews.of(keys.createOperator(exchange.principal(), body, exchange.idempotencyKey()))));
    }

    private Route<NoBody> listOperators() {
        return new Route<>(
                        Method.GET,
                        OPERATOR_KEYS,
                        new Access.OperatorOnly(Scope.KEYS_READ),
                        "operator_key.list",
                        "List the operators' keys, oldest first, revoked ones included",
                        NoBody.class,
                        ApiKeyList.class,
                        (exchange, body) -> Reply.ok(
                                AccessViews.of(keys.list(exchange.principal(), TenantId.PLATFORM, exchange.page()))))
                .withQuery(Route.PAGED);
    }

    private Route<NoBody> revokeOperator() {
        return new Route<>(
                Method.DELETE,
                OPERATOR_KEYS + "/{key}",
                new Access.OperatorOnly(Scope.KEYS_WRITE),
                "operator_key.revoke",
                "Revoke an operator's key",
                NoBody.class,
                NoBody.class,
                (exchange, body) -> {
                    keys.revoke(exchange.principal(), TenantId.PLATFORM, exchange.path("key"));
                    return Reply.nothing();
                });
    }
}
