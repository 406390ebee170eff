// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Route;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The route table as text, one line per route, so that a review shows each new, removed or widened route. */
public final class RouteTable {
    static final Comparator<Route<?>> ORDER =
            Comparator.<Route<?>, String>comparing(Route::path).thenComparing(Route::method);

    private RouteTable() {}

    /** {@code GET /api/v1/agents tenant:agents:read agent.list}, in columns, sorted by path. */
    public static String text(List<Route<?>> routes) {
        int paths =
                routes.stream().mapToInt(route -> route.path().length()).max().orElse(0);
        int accesses = routes.stream()
                .mapToInt(route -> access(route.access()).length())
                .max()
                .orElse(0);
        String row = "%-6s  %-" + Math.max(1, paths) + "s  %-" + Math.max(1, accesses) + "s  %s%n";
        return routes.stream()
                .sorted(ORDER)
                .map(route -> row.formatted(route.method(), route.path(), access(route.access()), route.action()))
                .collect(Collectors.joining())
                .replace(System.lineSeparator(), "\n");
    }

    /** Who may use a route, as one word. */
    static String access(Access access) {
        return switch (access) {
            case Access.Anyone() -> "anyone";
            case Access.OperatorOnly(var scope) -> "operator:" + scope.wire();
            case Access.TenantScope(var scope) -> "tenant:" + scope.wire();
            case Access.Publishable(var scope) -> "publishable:" + scope.wire();
            case Access.Signed signed -> "signed:" + signed.scheme();
            case Access.Entered entered -> entered.entrance().name();
            case Access.Vendor vendor -> "vendor:" + vendor.api().name();
        };
    }

    /** Who may use a route, in a sentence. */
    static String sentence(Access access) {
        return switch (access) {
            case Access.Anyone() -> "No authentication.";
            case Access.OperatorOnly(var scope) -> "Requires an operator key with the scope `" + scope.wire() + "`.";
            case Access.TenantScope(var scope) ->
                "Requires a tenant key with the scope `" + scope.wire()
                        + "`, or an operator key with it that names the tenant.";
            case Access.Publishable(var scope) ->
                "Requires a tenant key with the scope `" + scope.wire()
                        + "`, a publishable key from an allowed origin, or an operator key with the scope that names"
                        + " the tenant.";
            case Access.Signed signed -> "Requires a valid signature (" + signed.scheme() + ").";
            case Access.Entered entered -> entered.entrance().sentence();
            case Access.Vendor vendor -> "Requires a model lease in place of the vendor's key.";
        };
    }
}
