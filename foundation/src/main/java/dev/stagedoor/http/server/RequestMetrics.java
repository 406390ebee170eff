// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.kernel.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The duration of requests, by route and status: {@code http_server_requests_seconds} in Prometheus; and the refusals,
 * by code: {@code stagedoor_refusals_total}.
 */
final class RequestMetrics {
    private final MeterRegistry meters;
    private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);

    RequestMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (ErrorCode code : ErrorCode.values()) {
            refusals.put(
                    code,
                    Counter.builder("stagedoor.refusals")
                            .description("Requests that were answered with an error, by its code")
                            .tag("code", code.wire())
                            .register(meters));
        }
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

    /** A request was refused. */
    void refused(ErrorCode code) {
        Objects.requireNonNull(refusals.get(code)).increment();
    }
}
