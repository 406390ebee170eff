// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP: a route is data, and the router authenticates, authorizes, limits and maps errors, so that no handler can
 * forget to. Features supply {@link dev.stagedoor.http.Route}s; {@code app} builds the table.
 *
 * <p>Holds E1 (problem+json from one table), I5 (the tenant comes from the principal) and the limits on requests. Knows
 * no feature: keys and limits are behind {@link dev.stagedoor.http.Authenticator} and
 * {@link dev.stagedoor.http.RequestLimiter}.
 */
@NullMarked
package dev.stagedoor.http;

import org.jspecify.annotations.NullMarked;
