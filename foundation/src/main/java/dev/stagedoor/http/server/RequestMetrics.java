// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** The duration of requests, by route and status: {@code http_server_requests_seconds} in Prometheus. */
final class RequestMetrics {
    private final MeterRegistry meters;

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The timers of a route; the label is the pattern, never the path of a request. */
    RouteTimers timers(String method, String pattern) {
        return new RouteTimers(status -> Timer.builder("http.server.requests")
                .description("Duration of requests, from the parsed headers to the last byte written")
                .tag("method", method)
                .tag("route", pattern)
                .tag("status", Integer.toString(status))
                .register(meters));
    }
}
