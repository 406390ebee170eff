package dev.stagedoor.http;

import java.util.List;

/** Until every feature calls {@link Route#alsoUnderTenant}. */
public final class TenantRoutes {
    private TenantRoutes() {}

    /** The routes, each followed by its twin under {@code /api/v1/tenants/{tenant}}. */
    public static List<Route<?>> twice(List<Route<?>> own) {
        return Route.alsoUnderTenant(own);
    }
}
