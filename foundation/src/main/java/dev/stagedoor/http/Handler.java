// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/** The code of a route: decode, one call, encode. The router does everything that routes have in common. */
@FunctionalInterface
public interface Handler<B> {
    /** Handles a request; {@code body} is the decoded and validated body ({@link NoBody} if the route takes none). */
    Reply handle(Exchange exchange, B body);

    /** The code of a route without a body. */
    @FunctionalInterface
    interface OfExchange {
        /** Handles a request. */
        Reply handle(Exchange exchange);
    }
}
