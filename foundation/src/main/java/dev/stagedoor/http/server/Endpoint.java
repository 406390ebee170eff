// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import com.fasterxml.jackson.databind.ObjectReader;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.json.Json;
import dev.stagedoor.json.Spellings;
import java.util.Arrays;
import java.util.List;

/**
 * A route, prepared.
 *
 * @param route     the route
 * @param names     its parameters' names
 * @param reader    reads its body
 * @param spellings the fields of its body that have two
 * @param validated whether its body has constraints
 * @param lasts     whether its connections stay open
 * @param timers    its timers
 */
record Endpoint<B>(
        Route<B> route,
        List<String> names,
        ObjectReader reader,
        Spellings spellings,
        boolean validated,
        Lasts lasts,
        RouteTimers timers) {

    /** Whether a connection stays open, and as what. */
    enum Lasts {
        NO,
        AS_EVENTS,
        AS_PASSED,
        AS_SOCKET
    }

    static <B> Endpoint<B> of(Route<B> route, Validation validation, RequestMetrics metrics) {
        return new Endpoint<>(
                route,
                parameters(route.path()),
                reader(route.takes()),
                Spellings.of(route.takes().type()),
                validation.constrains(route.takes().type()),
                lasts(route.answers()),
                metrics.timers(route.method().name(), route.path()));
    }

    private static ObjectReader reader(Takes<?> takes) {
        return takes instanceof Takes.Json<?> json && json.most() != null
                ? Json.longReaderFor(json.type())
                : Json.mapper().readerFor(takes.type());
    }

    private static Lasts lasts(List<Answer> answers) {
        if (answers.stream().anyMatch(Answer.Socket.class::isInstance)) {
            return Lasts.AS_SOCKET;
        }
        if (answers.stream().anyMatch(Answer.Passed.class::isInstance)) {
            return Lasts.AS_PASSED;
        }
        return answers.stream().anyMatch(Answer.Events.class::isInstance) ? Lasts.AS_EVENTS : Lasts.NO;
    }

    boolean socket() {
        return lasts == Lasts.AS_SOCKET;
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
