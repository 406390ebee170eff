// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.kernel.Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs one line per request: the route's pattern, never path, query, headers or body, which may contain secrets (S2).
 */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.stagedoor.access");
    private static final String NO_ROUTE = "-";

    private final boolean enabled;

    AccessLog(boolean enabled) {
        this.enabled = enabled;
    }

    /** {@code code} is the problem's code, or null. */
    void write(HttpExchange exchange, int status, long nanos, @Nullable String code) {
        if (!enabled || !LOG.isInfoEnabled()) {
            return;
        }
        String method = exchange.isRouted() ? exchange.route().method().name() : NO_ROUTE;
        String route = exchange.isRouted() ? exchange.route().path() : NO_ROUTE;
        LoggingEventBuilder line = LOG.atInfo()
                .addKeyValue("method", method)
                .addKeyValue("route", route)
                .addKeyValue("status", status)
                .addKeyValue("ms", Math.round(nanos / 10_000.0) / 100.0)
                .addKeyValue("request_id", exchange.requestId());
        if (exchange.tenantIfKnown() != null) {
            line = line.addKeyValue("tenant", exchange.tenantIfKnown().value());
        }
        Principal by = exchange.principalIfKnown();
        if (by != null) {
            line = line.addKeyValue("actor", by.actor());
        }
        if (code != null) {
            line = line.addKeyValue("code", code);
        }
        line.log("{} {} {}", method, route, status);
    }
}
