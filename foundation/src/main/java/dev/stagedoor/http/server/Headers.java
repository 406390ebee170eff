// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/** The response headers, created once, so that names are hashed and bytes encoded before the first request. */
final class Headers {
    static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
    static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    static final HeaderName RATE_LIMIT_POLICY = HeaderNames.create("RateLimit-Policy");
    static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");
    static final HeaderName TRANSPORT = HeaderNames.create("Strict-Transport-Security");

    static final Header JSON = HeaderValues.createCached("Content-Type", "application/json");
    static final Header PROBLEM = HeaderValues.createCached("Content-Type", "application/problem+json");
    static final Header EVENTS = HeaderValues.createCached("Content-Type", "text/event-stream");
    static final Header NO_STORE = HeaderValues.createCached("Cache-Control", "no-store");
    static final Header NO_SNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    static final Header NO_FRAME = HeaderValues.createCached("X-Frame-Options", "DENY");
    static final Header NO_REFERRER = HeaderValues.createCached("Referrer-Policy", "no-referrer");
    static final Header NO_CONTENT = HeaderValues.createCached(POLICY, "default-src 'none'; frame-ancestors 'none'");
    static final Header NO_BUFFER = HeaderValues.createCached("X-Accel-Buffering", "no");
    static final Header STYLED_PAGE = HeaderValues.createCached(
            POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'");
    static final Header CHALLENGE = HeaderValues.createCached("WWW-Authenticate", "Bearer");
    static final Header CLOSE = HeaderValues.CONNECTION_CLOSE;
    static final Header VARY_ORIGIN = HeaderValues.createCached("Vary", "Origin");

    private Headers() {}
}
