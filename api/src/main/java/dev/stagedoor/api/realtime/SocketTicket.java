// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.realtime;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.time.Instant;

/** A ticket that opens one WebSocket. */
public record SocketTicket(
        @JsonPropertyDescription("For ?ticket=, or for the subprotocol stagedoor.ticket.…; it works once.")
        String ticket,

        Instant expiresAt) {
    /** Without the ticket. */
    @Override
    public String toString() {
        return "SocketTicket[" + expiresAt + "]";
    }
}
