// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.kernel.StaleEpoch;
import java.util.function.Consumer;

/**
 * What decides who may use the server.
 *
 * @param authenticator authenticates credentials
 * @param limiter       limits the rate of requests
 * @param onStale       called with a {@link StaleEpoch} before the request is authorized again: drops cached state
 */
public record Gate(Authenticator authenticator, RequestLimiter limiter, Consumer<StaleEpoch> onStale) {}
