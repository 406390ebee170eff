// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.entrance;

import dev.stagedoor.feature.Foundation;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.sessions.AgentTokens;

/** Tickets that open a socket: the table {@code used_tickets} says on every node which have done so. */
final class Tickets {
    private final Foundation on;

    Tickets(Foundation on) {
        this.on = on;
    }

    /** Uses up a ticket that was verified; {@code token_expired} if it was used before: its client gets a fresh one. */
    void use(AgentTokens.Claims ticket) {
        boolean first = on.database()
                .store(
                        ticket.tenant(),
                        tx -> TicketStore.use(
                                tx, ticket.id(), ticket.expiresAt(), on.clock().instant()));
        if (!first) {
            throw Problem.of(ErrorCode.TOKEN_EXPIRED, "The ticket was used before.");
        }
    }
}
