// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.access;

import dev.stagedoor.api.access.ApiKeyChange;
import dev.stagedoor.api.access.ApiKeyList;
import dev.stagedoor.api.access.ApiKeyView;
import dev.stagedoor.api.access.CreatedApiKey;
import dev.stagedoor.api.access.NewApiKey;
import dev.stagedoor.api.access.NewOperatorKey;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import dev.stagedoor.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;

/** The routes of API keys. */
final class AccessRoutes {
    private static final String KEYS = "/api/v1/api-keys";
    private static final String OPERATOR_KEYS = "/api/v1/operator-keys";

    private static final String TREE = "tree";

    private final ApiKeys keys;

    AccessRoutes(ApiKeys keys) {
        this.keys = keys;
    }

    List<Route<?>> all() {
        List<Route<?>> all = new ArrayList<>(Route.alsoUnderTenant(ofTenants()));
        all.addAll(ofOperators());
        return all;
    }

    private List<Route<?>> ofTenants() {
        return List.of(
                Route.post(KEYS, new Access.TenantScope(Scope.KEYS_WRITE))
                        .named("api_key.create", "Create an API key; only this response contains it")
                        .takes(NewApiKey.class)
                        .example(new NewApiKey(
                                null, "backend", List.of("tokens:mint", "calls:write"), null, null, null, null))
                        .idempotent()
                        .answers(CreatedApiKey.class)
                        .by(this::create),
                Route.get(KEYS, new Access.TenantScope(Scope.KEYS_READ))
                        .named("api_key.list", "List the API keys, oldest first, including revoked ones")
                        .answers(ApiKeyList.class)
                        .query(Route.PAGED)
                        .by(exchange -> list(exchange, exchange.tenant())),
                Route.patch(KEYS + "/{key}", new Access.TenantScope(Scope.KEYS_WRITE))
                        .named("api_key.update", "Change an API key's name, origins, agents or rate limit")
                        .takes(ApiKeyChange.class)
                        .answers(ApiKeyView.class)
                        .by((exchange, change) -> update(exchange, exchange.tenant(), change)),
                Route.delete(KEYS + "/{key}", new Access.TenantScope(Scope.KEYS_WRITE))
                        .named("api_key.revoke", "Revoke an API key; with tree=true also all keys that descend from it")
                        .query(TREE)
                        .by(exchange -> revoke(exchange, exchange.tenant())));
    }

    private List<Route<?>> ofOperators() {
        return List.of(
                Route.post(OPERATOR_KEYS, new Access.OperatorOnly(Scope.KEYS_WRITE))
                        .named("operator_key.create", "Create an operator key; only this response contains it")
                        .takes(NewOperatorKey.class)
                        .example(new NewOperatorKey("monitoring", List.of("tenants:read"), null))
                        .idempotent()
                        .answers(CreatedApiKey.class)
                        .by(this::createOperator),
                Route.get(OPERATOR_KEYS, new Access.OperatorOnly(Scope.KEYS_READ))
                        .named("operator_key.list", "List the operator keys, oldest first, including revoked ones")
                        .answers(ApiKeyList.class)
                        .query(Route.PAGED)
                        .by(exchange -> list(exchange, TenantId.PLATFORM)),
                Route.patch(OPERATOR_KEYS + "/{key}", new Access.OperatorOnly(Scope.KEYS_WRITE))
                        .named("operator_key.update", "Change an operator key's name")
                        .takes(ApiKeyChange.class)
                        .answers(ApiKeyView.class)
                        .by((exchange, change) -> update(exchange, TenantId.PLATFORM, change)),
                Route.delete(OPERATOR_KEYS + "/{key}", new Access.OperatorOnly(Scope.KEYS_WRITE))
                        .named(
                                "operator_key.revoke",
                                "Revoke an operator key; with tree=true also all keys that descend from it")
                        .query(TREE)
                        .by(exchange -> revoke(exchange, TenantId.PLATFORM)));
    }

    private Reply create(Exchange exchange, NewApiKey wanted) {
        return Reply.createdSecret(AccessViews.of(
                keys.create(exchange.principal(), exchange.tenant(), wanted, exchange.idempotencyKey())));
    }

    private Reply createOperator(Exchange exchange, NewOperatorKey wanted) {
        return Reply.createdSecret(
                AccessViews.of(keys.createOperator(exchange.principal(), wanted, exchange.idempotencyKey())));
    }

    private Reply list(Exchange exchange, TenantId tenant) {
        return Reply.ok(AccessViews.of(keys.list(exchange.principal(), tenant, exchange.page())));
    }

    private Reply update(Exchange exchange, TenantId tenant, ApiKeyChange change) {
        return Reply.ok(AccessViews.of(keys.update(exchange.principal(), tenant, exchange.path("key"), change)));
    }

    private Reply revoke(Exchange exchange, TenantId tenant) {
        String wanted = exchange.query(TREE).orElse("false");
        switch (wanted) {
            case "true" -> keys.revokeTree(exchange.principal(), tenant, exchange.path("key"));
            case "false" -> keys.revoke(exchange.principal(), tenant, exchange.path("key"));
            default -> throw Problem.invalid(TREE, "must be true or false");
        }
        return Reply.nothing();
    }
}
