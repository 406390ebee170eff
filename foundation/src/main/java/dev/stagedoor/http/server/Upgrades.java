// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Answer;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Socket;
import dev.stagedoor.http.stream.Aside;
import dev.stagedoor.http.stream.OpenRequests;
import dev.stagedoor.http.stream.OpenSocket;
import dev.stagedoor.http.stream.OpenSockets;
import dev.stagedoor.http.stream.RequestWatch;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import io.helidon.http.HeaderNames;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Admits WebSocket upgrades by the rules of all requests. A refused upgrade continues on the same thread as an ordinary
 * request, which replies with the problem.
 */
final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    private static final ThreadLocal<Refused> REFUSED = new ThreadLocal<>();

    private final RouteTree tree;
    private final Judge judge;
    private final Admission admission;
    private final OpenRequests open;
    private final RequestWatch watch;
    private final AccessLog log;
    private final OpenSocket.Limits limits;
    private final ClientNetwork networks;

    /** Judges a request and runs its handler. */
    interface Judge {
        Reply judged(HttpExchange exchange, Endpoint<?> endpoint) throws IOException;
    }

    private record Refused(HttpExchange exchange, RuntimeException why) {}

    /**
     * An admitted WebSocket.
     *
     * @param place    null for one that is closed at once
     * @param protocol the subprotocol that was selected; "" for none
     */
    record Admitted(OpenSocket socket, OpenSockets.@Nullable Place place, String protocol) {}

    Upgrades(
            RouteTree tree,
            Judge judge,
            Admission admission,
            HttpConfig config,
            OpenRequests open,
            RequestWatch watch,
            AccessLog log) {
        this.tree = tree;
        this.judge = judge;
        this.admission = admission;
        this.open = open;
        this.watch = watch;
        this.log = log;
        this.networks = new ClientNetwork(config.trustedProxies());
        this.limits = new OpenSocket.Limits(config.maxBody().toInt(), config.keepAlive());
    }

    /** Empty if the route is not a WebSocket, or if the request is refused. */
    Optional<Admitted> admit(SocketAddress peer, HttpPrologue prologue, ServerRequestHeaders headers) {
        long began = System.nanoTime();
        RouteTree.Found found = tree.find("GET", prologue.uriPath().rawPath());
        Endpoint<?> endpoint = found == null ? null : found.endpoints().forMethod("GET");
        if (found == null || endpoint == null || !endpoint.socket() || !open.enter()) {
            return Optional.empty();
        }
        String id = RequestIds.of(headers.value(Headers.REQUEST_ID).orElse(null));
        HttpExchange exchange = new HttpExchange(prologue, headers, networks.of(peer, headers), id);
        exchange.body(new byte[0]);
        try {
            exchange.route(endpoint, new ArrayList<>(found.values()));
            Admitted admitted = admitted(exchange, Aside.call(() -> judge.judged(exchange, endpoint)));
            accepted(exchange, System.nanoTime() - began, null);
            return Optional.of(admitted);
        } catch (RuntimeException e) {
            return refused(exchange, e, began);
        } catch (Exception e) {
            return refused(exchange, new IllegalStateException(e), began);
        }
    }

    private void accepted(HttpExchange exchange, long nanos, @Nullable String code) {
        watch.finished();
        exchange.endpoint().timers().record(101, nanos);
        log.write(exchange, 101, nanos, code);
    }

    private Optional<Admitted> refused(HttpExchange exchange, RuntimeException why, long began) {
        OpenSockets.Place place = exchange.place();
        if (place != null) {
            place.close();
        }
        Socket.Terms terms = exchange.isRouted() ? terms(exchange) : null;
        if (terms != null) {
            Problem problem = problem(exchange, why);
            OpenSocket closing = refusing(terms, problem);
            open.opened(closing);
            accepted(exchange, System.nanoTime() - began, problem.code().wire());
            return Optional.of(new Admitted(closing, null, protocol(exchange, terms)));
        }
        open.leave();
        REFUSED.set(new Refused(exchange, why));
        return Optional.empty();
    }

    /** One that is closed as soon as it is open. */
    private OpenSocket refusing(Socket.Terms terms, Problem problem) {
        Socket.Handler handler = new Socket.Handler() {
            @Override
            public void opened(Socket socket) {
                throw problem;
            }

            @Override
            public void message(Socket socket, String text) {}
        };
        return new OpenSocket(handler, watch, limits.of(terms), () -> {});
    }

    private static Problem problem(HttpExchange exchange, RuntimeException why) {
        if (why instanceof Problem problem) {
            return problem;
        }
        if (why instanceof StaleEpoch) {
            return Router.busy();
        }
        LOG.error("a WebSocket could not be opened, request {}", exchange.requestId(), why);
        return Problem.of(ErrorCode.INTERNAL, "Internal error.");
    }

    private static Socket.@Nullable Terms terms(HttpExchange exchange) {
        return exchange.route().answers().stream()
                .flatMap(answer -> answer instanceof Answer.Socket(Socket.Terms terms) && terms != null
                        ? Stream.of(terms)
                        : Stream.empty())
                .findFirst()
                .orElse(null);
    }

    /** The route's own subprotocol, if the client offers it. */
    private static String protocol(HttpExchange exchange, Socket.Terms terms) {
        return CredentialsReader.protocols(exchange).contains(terms.protocol()) ? terms.protocol() : "";
    }

    private Admitted admitted(HttpExchange exchange, Reply reply) {
        OpenSockets.Place place = exchange.place();
        if (!(reply instanceof Reply.Upgrade(Socket.Handler handler)) || place == null) {
            throw new IllegalStateException(exchange.route().path() + " did not upgrade");
        }
        Socket.Terms terms = terms(exchange);
        String protocol = terms == null ? "" : protocol(exchange, terms);
        exchange.keepOnly(HeaderNames.HOST, HeaderNames.ORIGIN);
        OpenSocket socket = new OpenSocket(
                handler, watch, terms == null ? limits : limits.of(terms), () -> admission.judge(exchange, true));
        open.opened(socket);
        return new Admitted(socket, place, protocol);
    }

    /** Gives an ordinary request the reason its upgrade was refused, if there was one. */
    static void handOver(HttpExchange exchange) {
        @Nullable Refused refused = REFUSED.get();
        if (refused != null) {
            REFUSED.remove();
            exchange.refused(refused.exchange(), refused.why());
        }
    }

    /** The WebSocket has ended. */
    void closed(Admitted admitted) {
        try {
            admitted.socket().over();
        } finally {
            open.closed(admitted.socket());
            OpenSockets.Place place = admitted.place();
            if (place != null) {
                place.close();
            }
            open.leave();
        }
    }
}
