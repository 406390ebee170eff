package dev.stagedoor.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Routes of what belongs to a tenant. Each exists twice: {@code /api/v1/agents} for a tenant's own key, and {@code
 * /api/v1/tenants/{tenant}/agents} for an operator, or for the tenant's key that names its own tenant.
 */
public final class TenantRoutes {
    private static final String ROOT = "/api/v1/";

    private TenantRoutes() {}

    /** The routes, each followed by its twin under {@code /api/v1/tenants/{tenant}}. */
    public static List<Route<?>> twice(List<Route<?>> own) {
        List<Route<?>> both = new ArrayList<>();
        for (Route<?> route : own) {
            both.add(route);
            both.add(underTenant(route));
        }
        return both;
    }

    private static Route<?> underTenant(Route<?> route) {
        if (!route.path().startsWith(ROOT)) {
            throw new IllegalArgumentException(route.path() + " is not below " + ROOT);
        }
        return route.at(ROOT + "tenants/{tenant}/" + route.path().substring(ROOT.length()));
    }
}
