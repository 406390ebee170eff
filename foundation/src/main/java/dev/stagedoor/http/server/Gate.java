package dev.stagedoor.http.server;

import dev.stagedoor.http.Authenticator;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.kernel.StaleEpoch;
import java.util.function.Consumer;

/**
 * Who is let in.
 *
 * @param authenticator whose key it is
 * @param limiter       how often
 * @param onStale       told of a {@link StaleEpoch} before the request is judged anew: drops what the node knew
 */
public record Gate(Authenticator authenticator, RequestLimiter limiter, Consumer<StaleEpoch> onStale) {}
