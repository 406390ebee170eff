// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import dev.stagedoor.api.realtime.SocketTicket;
import dev.stagedoor.chatusers.upstream.Connections;
import dev.stagedoor.http.Access;
import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Exchange;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Socket;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.realtime.entrance.SocketEntrance;
import dev.stagedoor.realtime.wire.CloseCodes;
import dev.stagedoor.sessions.AgentTokens;
import dev.stagedoor.sessions.SessionEntrance;
import dev.stagedoor.sessions.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The gateway over HTTP. */
final class RealtimeRoutes {
    /** The subprotocol; a client offers its credentials as another one. */
    static final String PROTOCOL = "stagedoor.v1";

    /** How long a socket that was opened by a ticket lasts without a token. */
    private static final Duration BY_TICKET = Duration.ofHours(1);

    private final Gateway gateway;
    private final Connections upstreams;
    private final Sessions sessions;
    private final Access socket;
    private final Access session;
    private final Clock clock;

    /** What it stands on. */
    record Doors(Gateway gateway, Connections upstreams, Sessions sessions) {}

    RealtimeRoutes(Doors doors, SocketEntrance socket, SessionEntrance session, Clock clock) {
        this.gateway = doors.gateway();
        this.upstreams = doors.upstreams();
        this.sessions = doors.sessions();
        this.socket = new Access.Entered(socket);
        this.session = new Access.Entered(session);
        this.clock = clock;
    }

    List<Route<?>> all() {
        Socket.Terms terms =
                new Socket.Terms(PROTOCOL, gateway.means().config().maxMessage().toInt(), CloseCodes::of);
        return List.of(
                Route.socket("/api/rt/ws", socket, terms)
                        .named("realtime.connect", "Talk with agents, as an app user")
                        .query("ticket", "token", "ui_session_id", "after", "chat_session_id", "agent_key")
                        .by(this::open),
                Route.post("/api/v1/realtime/tickets", session)
                        .named("realtime.ticket", "Get a ticket that opens one WebSocket, within half a minute")
                        .answers(SocketTicket.class)
                        .grants()
                        .by(this::ticket));
    }

    private Reply open(Exchange exchange) {
        Principal.AppUser by = (Principal.AppUser) exchange.principal();
        Gateway.Wanted wanted = new Gateway.Wanted(
                exchange.query("ui_session_id").orElse(""),
                exchange.query("chat_session_id").orElse(""),
                exchange.query("agent_key").orElse(""));
        Presence presence = gateway.presence(token(exchange, by));
        long after = after(exchange);
        if (!upstreams.isUpstream(by.tenant())) {
            return new Reply.Upgrade(new Connection(gateway, by, presence, wanted, after));
        }
        // Here, where a change of the tenant meanwhile has it judged again; the place is given back when the socket
        // closes.
        return new Reply.Upgrade(new PassedConnection(
                gateway,
                new PassedConnection.Upstream(upstreams, upstreams.connect(by, Gateway.placeOf(wanted)), wanted, after),
                by,
                presence));
    }

    private Presence.Token token(Exchange exchange, Principal.AppUser by) {
        Instant now = clock.instant();
        return exchange.credentials() instanceof Credentials.Bearer(Secret token)
                ? gateway.tokenOf(by, token.revealText())
                : new Presence.Token(now, now.plus(BY_TICKET));
    }

    private static long after(Exchange exchange) {
        String text = exchange.query("after").orElse("-1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid("after", "must be a whole number");
        }
    }

    private Reply ticket(Exchange exchange) {
        AgentTokens.Minted ticket = sessions.ticket((Principal.AppUser) exchange.principal());
        return Reply.createdSecret(new SocketTicket(ticket.text().revealText(), ticket.expiresAt()));
    }
}
