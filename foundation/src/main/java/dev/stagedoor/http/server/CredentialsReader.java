// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Credentials;
import dev.stagedoor.kernel.Secret;
import io.helidon.http.HeaderNames;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Finds the credentials of a request. */
final class CredentialsReader {
    /** The query parameter of a socket's ticket. */
    static final String TICKET = "ticket";

    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private CredentialsReader() {}

    static Credentials of(HttpExchange exchange, String origin) {
        Optional<String> authorization = exchange.header(HeaderNames.AUTHORIZATION);
        if (authorization.isPresent()) {
            return bearer(authorization.get());
        }
        boolean socket = exchange.endpoint().socket();
        Optional<String> ticket = socket ? exchange.query(TICKET) : Optional.empty();
        if (ticket.isPresent()) {
            return new Credentials.Ticket(Secret.of(ticket.get()));
        }
        boolean safe = SAFE.contains(exchange.verb()) && !socket;
        return cookie(exchange)
                .filter(value -> safe || isOwn(exchange, origin))
                .<Credentials>map(value -> new Credentials.Cookie(Secret.of(value)))
                .orElseGet(Credentials.None::new);
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
        String host = exchange.header(HeaderNames.HOST).orElse("");
        return !host.isEmpty() && (origin.equals("https://" + host) || origin.equals("http://" + host));
    }
}
