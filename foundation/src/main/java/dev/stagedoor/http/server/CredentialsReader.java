// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Credentials;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.kernel.Secret;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the credentials of a request. */
final class CredentialsReader {
    /** The query parameter of a socket's ticket. */
    static final String TICKET = "ticket";

    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    /** The header by which a client offers subprotocols. */
    static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    /** Subprotocols that carry credentials: the only header that a browser's page can set on a socket. */
    private static final String TOKEN_PROTOCOL = "stagedoor.token.";

    private static final String TICKET_PROTOCOL = "stagedoor.ticket.";

    /** The query parameter of a socket's bearer token, on routes that declare it: it is for old clients only. */
    private static final String TOKEN = "token";

    private static final HeaderName PROTOCOLS_HEADER = HeaderNames.create(PROTOCOLS);

    private CredentialsReader() {}

    /** The subprotocols that the client offers. */
    static List<String> protocols(HttpExchange exchange) {
        return exchange.header(PROTOCOLS_HEADER).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    static Credentials of(HttpExchange exchange, String origin) {
        Optional<String> authorization = exchange.header(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return bearer(authorization.get());
        }
        boolean socket = exchange.endpoint().socket();
        Optional<Credentials> ofSocket = socket ? ofSocket(exchange) : Optional.empty();
        if (ofSocket.isPresent()) {
            return ofSocket.get();
        }
        boolean safe = SAFE.contains(exchange.verb()) && !socket;
        return cookie(exchange)
                .filter(value -> safe || isOwn(exchange, origin))
                .<Credentials>map(value -> new Credentials.Cookie(Secret.of(value)))
                .orElseGet(Credentials.None::new);
    }

    private static Optional<Credentials> ofSocket(HttpExchange exchange) {
        for (String protocol : protocols(exchange)) {
            if (protocol.startsWith(TOKEN_PROTOCOL)) {
                return Optional.of(new Credentials.Bearer(Secret.of(protocol.substring(TOKEN_PROTOCOL.length()))));
            }
            if (protocol.startsWith(TICKET_PROTOCOL)) {
                return Optional.of(new Credentials.Ticket(Secret.of(protocol.substring(TICKET_PROTOCOL.length()))));
            }
        }
        Optional<String> ticket = exchange.query(TICKET);
        if (ticket.isPresent()) {
            return ticket.map(value -> new Credentials.Ticket(Secret.of(value)));
        }
        boolean old = exchange.route().query().contains(TOKEN);
        return old ? exchange.query(TOKEN).map(value -> new Credentials.Bearer(Secret.of(value))) : Optional.empty();
    }

    private static Credentials bearer(String value) {
        boolean isBearer = value.length() > 7 && value.regionMatches(true, 0, "Bearer ", 0, 7);
        return isBearer ? new Credentials.Bearer(Secret.of(value.substring(7).strip())) : new Credentials.None();
    }

    private static Optional<String> cookie(HttpExchange exchange) {
        String start = Credentials.Cookie.NAME + '=';
        return exchange.header(HeaderNames.COOKIE).stream()
                .flatMap(cookies -> Arrays.stream(cookies.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(start))
                .map(pair -> pair.substring(start.length()))
                .findFirst();
    }

    /** Whether the request comes from one of this server's own pages: browsers send the origin of the page. */
    static boolean isOwn(HttpExchange exchange, String origin) {
        return Entrance.Knock.isOwn(origin, exchange.header(HeaderNames.HOST).orElse(""));
    }
}
