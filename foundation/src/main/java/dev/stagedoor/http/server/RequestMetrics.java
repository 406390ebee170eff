package dev.stagedoor.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** How long requests took, by route and status: {@code http_server_requests_seconds} in Prometheus. */
final class RequestMetrics {
    private final MeterRegistry meters;

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The timers of a route; a pattern is a label, a path as it was sent never is. */
    RouteTimers timers(String method, String pattern) {
        return new RouteTimers(status -> Timer.builder("http.server.requests")
                .description("Requests answered, from the first byte understood to the last byte written")
                .tag("method", method)
                .tag("route", pattern)
                .tag("status", Integer.toString(status))
                .register(meters));
    }
}
