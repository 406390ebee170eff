// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime.entrance;

import dev.stagedoor.db.Tx;
import dev.stagedoor.feature.Foundation;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.sessions.AgentTokens;
import dev.stagedoor.sessions.Sessions;
import java.time.Clock;

/** App users, by a token for agents or a ticket. A page of any origin may use one that it holds. */
public final class SocketEntrance implements Entrance {
    private final Sessions sessions;
    private final AgentTokens tokens;
    private final Tickets tickets;
    private final Clock clock;

    /** Of that installation's app users. */
    public SocketEntrance(Foundation on, Sessions sessions, AgentTokens tokens) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.tickets = new Tickets(on);
        this.clock = on.clock();
    }

    /** Tickets of a deleted tenant. */
    public static void eraseAll(Tx tx) {
        TicketStore.eraseAll(tx);
    }

    /** Whoever has none is told as one whose token has expired: to get a fresh one. */
    private static Problem expired() {
        return Problem.of(ErrorCode.TOKEN_EXPIRED, "The token has expired.");
    }

    @Override
    public String name() {
        return "agent-token";
    }

    @Override
    public String sentence() {
        return "Requires an app user's token for agents, or a ticket.";
    }

    @Override
    public boolean admitsAnyOrigin() {
        return true;
    }

    @Override
    public Principal authenticate(Knock request) {
        if (request.before() instanceof Principal.AppUser before) {
            // The connection itself ends with its token: it may have been given a newer one.
            return sessions.admitAgain(before);
        }
        return switch (request.credentials()) {
            case Credentials.Bearer(Secret token) ->
                sessions.admit(tokens.verify(token.revealText(), clock.instant()), request.requestId());
            case Credentials.Ticket(Secret text) -> {
                AgentTokens.Claims ticket = tokens.verifyTicket(text.revealText(), clock.instant());
                Principal.AppUser user = sessions.admit(ticket, request.requestId());
                tickets.use(ticket);
                yield user;
            }
            case Credentials.Cookie cookie -> throw expired();
            case Credentials.None none -> throw expired();
        };
    }
}
