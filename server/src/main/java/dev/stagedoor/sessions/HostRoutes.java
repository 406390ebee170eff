// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sessions;

import dev.stagedoor.api.sessions.HostList;
import dev.stagedoor.api.sessions.HostView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** The host names of tenants over HTTP. */
final class HostRoutes {
    private static final Access READ = new Access.OperatorOnly(Scope.TENANTS_READ);
    private static final Access WRITE = new Access.OperatorOnly(Scope.TENANTS_WRITE);
    private static final String ROOT = "/api/v1/tenants/{tenant}/hosts";

    private final Hosts hosts;

    HostRoutes(Hosts hosts) {
        this.hosts = hosts;
    }

    List<Route<?>> all() {
        return List.of(
                Route.get(ROOT, READ)
                        .named("host.list", "List the host names at which a tenant's users sign in")
                        .query("limit", "after")
                        .answers(HostList.class)
                        .by(this::list),
                Route.put(ROOT + "/{host}", WRITE)
                        .named("host.register", "Let a tenant's users sign in at a host name")
                        .answers(HostView.class)
                        .by(exchange -> Reply.ok(
                                view(hosts.register(exchange.principal(), exchange.tenant(), exchange.path("host"))))),
                Route.delete(ROOT + "/{host}", WRITE)
                        .named("host.remove", "End signing in at a host name, and the sessions opened there")
                        .by(this::remove));
    }

    private Reply list(Exchange exchange) {
        Page<HostView> page = hosts.list(exchange.principal(), exchange.tenant(), exchange.page())
                .map(HostRoutes::view);
        return Reply.ok(new HostList(page.items(), page.next()));
    }

    private static HostView view(Host host) {
        return new HostView(host.name(), host.createdAt());
    }

    private Reply remove(Exchange exchange) {
        hosts.remove(exchange.principal(), exchange.tenant(), exchange.path("host"));
        return Reply.nothing();
    }
}
