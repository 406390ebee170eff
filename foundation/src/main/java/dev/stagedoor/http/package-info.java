/**
 * HTTP, once: a route is data, and the router authenticates, authorises, limits and maps errors, so that no handler can
 * forget to. Features give {@link dev.stagedoor.http.Route}s; {@code app} puts the table together.
 *
 * <p>Holds E1 (problem+json from one table), I5 (the tenant comes from the principal) and the bounds on what comes in.
 * Knows no feature: who a key belongs to and how much it may ask are behind {@link dev.stagedoor.http.Authenticator} and
 * {@link dev.stagedoor.http.RequestLimiter}.
 */
@NullMarked
package dev.stagedoor.http;

import org.jspecify.annotations.NullMarked;
