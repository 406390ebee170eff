// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import java.util.Arrays;
import java.util.List;

/** A route, prepared: its parameters' names, its body's reader, whether it is a WebSocket, and its timers. */
record Endpoint<B>(
        Route<B> route,
        List<String> names,
        ObjectReader reader,
        boolean validated,
        boolean socket,
        RouteTimers timers) {

    static <B> Endpoint<B> of(Route<B> route, Validation validation, RequestMetrics metrics) {
        return new Endpoint<>(
                route,
                parameters(route.path()),
                Json.mapper().readerFor(route.takes().type()),
                validation.constrains(route.takes().type()),
                route.answers().stream().anyMatch(Answer.Socket.class::isInstance),
                metrics.timers(route.method().name(), route.path()));
    }

    /** The names in braces, in order. */
    static List<String> parameters(String path) {
        return Arrays.stream(path.split("/"))
                .filter(Endpoint::isParameter)
                .map(segment -> segment.substring(1, segment.length() - (isRest(segment) ? 4 : 1)))
                .toList();
    }

    /** {@code {path...}}: all segments from here on. */
    static boolean isRest(String segment) {
        return segment.startsWith("{") && segment.endsWith("...}");
    }

    static boolean isParameter(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}
