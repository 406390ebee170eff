// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.tenants;

import dev.stagedoor.api.tenants.AppUserList;
import dev.stagedoor.api.tenants.AppUserView;
import dev.stagedoor.api.tenants.DeletedTenantList;
import dev.stagedoor.api.tenants.DeletionReceipt;
import dev.stagedoor.api.tenants.NewTenant;
import dev.stagedoor.api.tenants.TenantChange;
import dev.stagedoor.api.tenants.TenantList;
import dev.stagedoor.api.tenants.TenantView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Scope;
import java.util.ArrayList;
import java.util.List;

/** The routes of tenants and of their users. */
final class TenantRoutes {
    private static final String TENANTS = "/api/v1/tenants";
    private static final String TENANT = TENANTS + "/{tenant}";
    private static final String DELETED = "/api/v1/deleted-tenants";
    private static final String ALL_USERS = "/api/v1/users";
    private static final String USER = ALL_USERS + "/{id}";
    private static final Access OPERATOR_READS = new Access.OperatorOnly(Scope.TENANTS_READ);
    private static final Access OPERATOR_WRITES = new Access.OperatorOnly(Scope.TENANTS_WRITE);
    private static final Access USERS = new Access.TenantScope(Scope.USERS_WRITE);

    private final Tenants tenants;
    private final Deletions deletions;
    private final AppUsers users;

    TenantRoutes(Tenants tenants, Deletions deletions, AppUsers users) {
        this.tenants = tenants;
        this.deletions = deletions;
        this.users = users;
    }

    List<Route<?>> all() {
        Route<NoBody> own = Route.get("/api/v1/tenant", new Access.TenantScope(Scope.TENANTS_READ))
                .named("tenant.read", "Get a tenant and its policy")
                .answers(TenantView.class)
                .by(this::get);
        List<Route<?>> all = new ArrayList<>(ofOperators());
        all.add(own);
        all.add(own.at(TENANT));
        all.addAll(ofDeleted());
        all.addAll(Route.alsoUnderTenant(ofUsers()));
        return all;
    }

    private List<Route<?>> ofDeleted() {
        return List.of(
                Route.get(DELETED, OPERATOR_READS)
                        .named("deleted_tenant.list", "List the deleted tenants, oldest first")
                        .answers(DeletedTenantList.class)
                        .query(Route.PAGED)
                        .by(exchange ->
                                Reply.ok(TenantViews.ofDeleted(deletions.list(exchange.principal(), exchange.page())))),
                Route.get(DELETED + "/{id}", OPERATOR_READS)
                        .named("deleted_tenant.get", "Get the receipt of a deletion, by slug or id")
                        .answers(DeletionReceipt.class)
                        .by(exchange -> Reply.ok(
                                TenantViews.of(deletions.receipt(exchange.principal(), exchange.path("id"))))));
    }

    private List<Route<?>> ofOperators() {
        return List.of(
                Route.post(TENANTS, OPERATOR_WRITES)
                        .named("tenant.create", "Create a tenant")
                        .takes(NewTenant.class)
                        .example(new NewTenant("acme", "Acme Hotels", null))
                        .idempotent()
                        .answers(TenantView.class)
                        .by(this::create),
                Route.get(TENANTS, OPERATOR_READS)
                        .named("tenant.list", "List the tenants, oldest first")
                        .answers(TenantList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.patch(TENANT, OPERATOR_WRITES)
                        .named("tenant.update", "Change a tenant's name or its policy")
                        .takes(TenantChange.class)
                        .answers(TenantView.class)
                        .by(this::update),
                Route.delete(TENANT, OPERATOR_WRITES)
                        .named("tenant.delete", "Delete a tenant and destroy its data key; returns a receipt")
                        .answers(DeletionReceipt.class)
                        .by(this::delete),
                Route.post(TENANT + "/suspend", OPERATOR_WRITES)
                        .named("tenant.suspend", "Suspend a tenant and empty its rooms")
                        .answers(TenantView.class)
                        .by(this::suspend),
                Route.post(TENANT + "/resume", OPERATOR_WRITES)
                        .named("tenant.resume", "Resume a suspended tenant")
                        .answers(TenantView.class)
                        .by(this::resume));
    }

    private List<Route<?>> ofUsers() {
        return List.of(
                Route.get(ALL_USERS, USERS)
                        .named("user.list", "List the users whose access was ever revoked")
                        .answers(AppUserList.class)
                        .query(Route.PAGED)
                        .by(exchange -> Reply.ok(TenantViews.ofUsers(
                                users.list(exchange.principal(), exchange.tenant(), exchange.page())))),
                Route.get(USER, USERS)
                        .named("user.get", "Get whether a user's access is revoked")
                        .answers(AppUserView.class)
                        .by(exchange -> Reply.ok(TenantViews.of(
                                users.get(exchange.principal(), exchange.tenant(), exchange.path("id"))))),
                Route.post(USER + "/revoke", USERS)
                        .named("user.revoke", "Revoke a user's access and remove them from every room")
                        .answers(AppUserView.class)
                        .by(this::revoke),
                Route.post(USER + "/reinstate", USERS)
                        .named("user.reinstate", "Restore a revoked user's access")
                        .answers(AppUserView.class)
                        .by(this::reinstate));
    }

    private Reply create(Exchange exchange, NewTenant wanted) {
        return Reply.created(TenantViews.of(tenants.create(exchange.principal(), wanted, exchange.idempotencyKey())));
    }

    private Reply list(Exchange exchange) {
        return Reply.ok(TenantViews.of(tenants.list(exchange.principal(), exchange.page())));
    }

    private Reply get(Exchange exchange) {
        return Reply.ok(TenantViews.of(tenants.get(exchange.principal(), exchange.tenant())));
    }

    private Reply update(Exchange exchange, TenantChange change) {
        return Reply.ok(TenantViews.of(tenants.update(exchange.principal(), exchange.tenant(), change)));
    }

    private Reply delete(Exchange exchange) {
        return Reply.ok(TenantViews.of(deletions.delete(exchange.principal(), exchange.tenant())));
    }

    private Reply suspend(Exchange exchange) {
        return Reply.ok(TenantViews.of(tenants.suspend(exchange.principal(), exchange.tenant())));
    }

    private Reply resume(Exchange exchange) {
        return Reply.ok(TenantViews.of(tenants.resume(exchange.principal(), exchange.tenant())));
    }

    private Reply revoke(Exchange exchange) {
        return Reply.ok(TenantViews.of(users.revoke(exchange.principal(), exchange.tenant(), exchange.path("id"))));
    }

    private Reply reinstate(Exchange exchange) {
        return Reply.ok(TenantViews.of(users.reinstate(exchange.principal(), exchange.tenant(), exchange.path("id"))));
    }
}
