package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantList;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.TenantRoutes;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.List;

/** The routes of tenants and of their users. */
final class TenantsRoutes {
    private static final String TENANTS = "/api/v1/tenants";
    private static final String TENANT = TENANTS + "/{tenant}";
    private static final Access OPERATOR_READS = new Access.OperatorOnly(Scope.TENANTS_READ);
    private static final Access OPERATOR_WRITES = new Access.OperatorOnly(Scope.TENANTS_WRITE);

    private final Tenants tenants;
    private final Deletions deletions;
    private final AppUsers users;

    TenantsRoutes(Tenants tenants, Deletions deletions, AppUsers users) {
        this.tenants = tenants;
        this.deletions = deletions;
        this.users = users;
    }

    List<Route<?>> all() {
        List<Route<?>> all = new ArrayList<>(List.of(create(), list(), update(), delete(), suspend(), resume()));
        Route<NoBody> own = own();
        all.add(own);
        all.add(own.at(TENANT));
        all.addAll(TenantRoutes.twice(List.of(revoke(), reinstate())));
        return all;
    }

    private Route<NewTenant> create() {
        return new Route<>(
                Method.POST,
                TENANTS,
                OPERATOR_WRITES,
                "tenant.create",
                "Create a tenant",
                NewTenant.class,
                TenantView.class,
                (exchange, body) -> Reply.created(
                        TenantViews.of(tenants.create(exchange.principal(), body, exchange.idempotencyKey()))));
    }

    private Route<NoBody> list() {
        return new Route<>(
                        Method.GET,
                        TENANTS,
                        OPERATOR_READS,
                        "tenant.list",
                        "List the tenants, oldest first",
                        NoBody.class,
                        TenantList.class,
                        (exchange, body) ->
                                Reply.ok(TenantViews.of(tenants.list(exchange.principal(), exchange.page()))))
                .withQuery(Route.PAGED);
    }

    private Route<NoBody> own() {
        return new Route<>(
                Method.GET,
                "/api/v1/tenant",
                new Access.TenantScope(Scope.TENANTS_READ),
                "tenant.read",
                "Read a tenant with its policy",
                NoBody.class,
                TenantView.class,
                (exchange, body) -> Reply.ok(TenantViews.of(tenants.get(exchange.principal(), exchange.tenant()))));
    }

    private Route<TenantChange> update() {
        return new Route<>(
                Method.PATCH,
                TENANT,
                OPERATOR_WRITES,
                "tenant.update",
                "Change a tenant's name or fields of its policy",
                TenantChange.class,
                TenantView.class,
                (exchange, body) ->
                        Reply.ok(TenantViews.of(tenants.update(exchange.principal(), exchange.tenant(), body))));
    }

    private Route<NoBody> delete() {
        return new Route<>(
                Method.DELETE,
                TENANT,
                OPERATOR_WRITES,
                "tenant.delete",
                "Delete a tenant: its data key is destroyed, and the answer is the receipt",
                NoBody.class,
                DeletionReceipt.class,
                (exchange, body) ->
                        Reply.ok(TenantViews.of(deletions.delete(exchange.principal(), exchange.tenant()))));
    }

    private Route<NoBody> suspend() {
        return new Route<>(
                Method.POST,
                TENANT + "/suspend",
                OPERATOR_WRITES,
                "tenant.suspend",
                "Stop everything for a tenant and empty its rooms",
                NoBody.class,
                TenantView.class,
                (exchange, body) -> Reply.ok(TenantViews.of(tenants.suspend(exchange.principal(), exchange.tenant()))));
    }

    private Route<NoBody> resume() {
        return new Route<>(
                Method.POST,
                TENANT + "/resume",
                OPERATOR_WRITES,
                "tenant.resume",
                "Let a suspended tenant go on",
                NoBody.class,
                TenantView.class,
                (exchange, body) -> Reply.ok(TenantViews.of(tenants.resume(exchange.principal(), exchange.tenant()))));
    }

    private Route<NoBody> revoke() {
        return new Route<>(
                Method.POST,
                "/api/v1/users/{id}/revoke",
                new Access.TenantScope(Scope.USERS_WRITE),
                "user.revoke",
                "Keep a user out of every room",
                NoBody.class,
                AppUserView.class,
                (exchange, body) -> Reply.ok(
                        TenantViews.of(users.revoke(exchange.principal(), exchange.tenant(), exchange.path("id")))));
    }

    private Route<NoBody> reinstate() {
        return new Route<>(
                Method.POST,
                "/api/v1/users/{id}/reinstate",
                new Access.TenantScope(Scope.USERS_WRITE),
                "user.reinstate",
                "Let a revoked user in again",
                NoBody.class,
                AppUserView.class,
                (exchange, body) -> Reply.ok(
                        TenantViews.of(users.reinstate(exchange.principal(), exchange.tenant(), exchange.path("id")))));
    }
}
