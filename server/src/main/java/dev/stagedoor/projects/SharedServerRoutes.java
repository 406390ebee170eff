// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import dev.stagedoor.api.vault.SharedServerList;
import dev.stagedoor.api.vault.SharedServerRequest;
import dev.stagedoor.api.vault.SharedServerView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.util.List;

/** The routes of shared servers: for operators. */
final class SharedServerRoutes {
    private static final String PATH = "/api/v1/shared-servers";

    private final SharedServers servers;

    SharedServerRoutes(SharedServers servers) {
        this.servers = servers;
    }

    List<Route<?>> routes() {
        Access write = new Access.OperatorOnly(Scope.TENANTS_WRITE);
        Access read = new Access.OperatorOnly(Scope.TENANTS_READ);
        return List.of(
                Route.put(PATH, write)
                        .named("shared_server.put", "Mark a LiveKit server as shared by several tenants")
                        .takes(SharedServerRequest.class)
                        .answers(SharedServerView.class)
                        .by(this::put),
                Route.get(PATH, read)
                        .named("shared_server.list", "List shared servers")
                        .answers(SharedServerList.class)
                        .query(Route.PAGED)
                        .by(this::list),
                Route.delete(PATH, write)
                        .named("shared_server.delete", "Unmark a shared server")
                        .query("server_url")
                        .by(this::delete));
    }

    private Reply put(Exchange exchange, SharedServerRequest request) {
        return Reply.ok(view(servers.put(exchange.principal(), request.serverUrl(), request.note())));
    }

    private Reply list(Exchange exchange) {
        Page<SharedServerView> page =
                servers.list(exchange.principal(), exchange.page()).map(SharedServerRoutes::view);
        return Reply.ok(new SharedServerList(page.items(), page.next()));
    }

    private Reply delete(Exchange exchange) {
        String url = exchange.query("server_url").orElseThrow(() -> Problem.invalid("server_url", "is required"));
        servers.delete(exchange.principal(), url);
        return Reply.nothing();
    }

    private static SharedServerView view(SharedServer server) {
        return new SharedServerView(server.serverUrl(), server.note(), server.createdAt());
    }
}
