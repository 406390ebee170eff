// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import dev.stagedoor.kernel.Secret;
import java.net.URI;
import java.time.Instant;

/**
 * Where and how this server goes on behalf of a connection; nothing of it may reach a page (C3).
 *
 * @param socket the upstream server's WebSocket, to be called under the rules of egress (I8)
 * @param token  for that socket
 */
public record UpstreamAccess(URI socket, Secret token, Instant expiresAt) {
    /** Without the address and the token. */
    @Override
    public String toString() {
        return "UpstreamAccess[until " + expiresAt + "]";
    }
}
