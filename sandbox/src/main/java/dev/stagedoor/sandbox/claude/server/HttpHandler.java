// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.io.IOException;

/** Responds to requests, each on a virtual thread of its own. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Responds to one request.
     *
     * @throws IOException if the client has gone, or to close the connection
     * @throws InterruptedException if the client left during a wait
     */
    void handle(HttpRequest request, HttpExchange exchange) throws IOException, InterruptedException;
}
