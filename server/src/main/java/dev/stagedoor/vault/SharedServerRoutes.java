package dev.stagedoor.vault;

import dev.stagedoor.api.vault.SharedServerList;
import dev.stagedoor.api.vault.SharedServerRequest;
import dev.stagedoor.api.vault.SharedServerView;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Method;
import dev.stagedoor.http.NoBody;
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
                new Route<>(
                        Method.PUT,
                        PATH,
                        write,
                        "shared_server.put",
                        "Let several tenants use a LiveKit server, each with a key of its own",
                        SharedServerRequest.class,
                        SharedServerView.class,
                        this::put),
                new Route<>(
                                Method.GET,
                                PATH,
                                read,
                                "shared_server.list",
                                "List the servers that several tenants may use",
                                NoBody.class,
                                SharedServerList.class,
                                this::list)
                        .withQuery(Route.PAGED),
                new Route<>(
                                Method.DELETE,
                                PATH,
                                write,
                                "shared_server.delete",
                                "Let a server be one tenant's alone again, once it is",
                                NoBody.class,
                                NoBody.class,
                                this::delete)
                        .withQuery("server_url"));
    }

    private Reply put(Exchange exchange, SharedServerRequest request) {
        return Reply.ok(view(servers.put(exchange.principal(), request.serverUrl(), request.note())));
    }

    private Reply list(Exchange exchange, NoBody none) {
        Page<SharedServerView> page =
                servers.list(exchange.principal(), exchange.page()).map(SharedServerRoutes::view);
        return Reply.ok(new SharedServerList(page.items(), page.next()));
    }

    private Reply delete(Exchange exchange, NoBody none) {
        String url = exchange.query("server_url").orElseThrow(() -> Problem.invalid("server_url", "is needed"));
        servers.delete(exchange.principal(), url);
        return Reply.nothing();
    }

    private static SharedServerView view(SharedServer server) {
        return new SharedServerView(server.serverUrl(), server.note(), server.createdAt());
    }
}
