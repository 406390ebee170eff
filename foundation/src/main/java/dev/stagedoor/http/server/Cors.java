// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;

/**
 * CORS (the Fetch standard): pages of other origins may read replies to publishable keys, from the origins that the key
 * allows, and to the bearer token of a session. A preflight has no key, so it is answered alike for all origins: an answer that depended on the keys there are
 * would tell anybody whose pages use this server.
 */
final class Cors {
    private static final HeaderName ALLOW_ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
    private static final Header ANY_ORIGIN = HeaderValues.createCached(ALLOW_ORIGIN, "*");
    private static final Header ALLOW_HEADERS = HeaderValues.createCached(
            "Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
    private static final Header EXPOSE = HeaderValues.createCached(
            "Access-Control-Expose-Headers", "X-Request-Id, RateLimit, RateLimit-Policy, Retry-After");
    private static final Header MAX_AGE = HeaderValues.createCached("Access-Control-Max-Age", "600");

    private Cors() {}

    /** Replies to a preflight request, or refuses it. */
    static Reply preflight(HttpExchange exchange, Endpoints endpoints, ServerResponse response) {
        String origin = exchange.header("Origin").orElse("");
        String method = exchange.header("Access-Control-Request-Method").orElse("");
        if (origin.isEmpty() || !endpoints.isForBrowsers(method)) {
            throw Problem.of(ErrorCode.ORIGIN_NOT_ALLOWED, "Pages of other origins may not use this method here.");
        }
        response.header(ANY_ORIGIN);
        response.header(HeaderValues.create("Access-Control-Allow-Methods", method));
        response.header(ALLOW_HEADERS);
        response.header(MAX_AGE);
        return Reply.nothing();
    }

    /** Whether pages of other origins may call a route with this access. */
    static boolean isForBrowsers(Access access) {
        return access instanceof Access.Publishable || access instanceof Access.Entered;
    }

    /** The headers of a reply that pages of other origins may read. */
    static void answer(HttpExchange exchange, ServerResponse response) {
        if (!exchange.isRouted() || !isForBrowsers(exchange.route().access())) {
            return;
        }
        response.header(Headers.VARY_ORIGIN);
        if (!exchange.admittedOrigin().isEmpty()) {
            response.header(HeaderValues.create(ALLOW_ORIGIN, exchange.admittedOrigin()));
            response.header(EXPOSE);
        }
    }
}
