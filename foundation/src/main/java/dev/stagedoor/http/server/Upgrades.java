// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Socket;
import dev.stagedoor.http.stream.OpenRequests;
import dev.stagedoor.http.stream.OpenSocket;
import dev.stagedoor.http.stream.OpenSockets;
import dev.stagedoor.http.stream.RequestWatch;
import io.helidon.http.HttpPrologue;
import io.helidon.http.ServerRequestHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Admits WebSocket upgrades by the rules of all requests. A refused upgrade continues on the same thread as an ordinary
 * request, which replies with the problem.
 */
final class Upgrades {
    private static final ThreadLocal<Refused> REFUSED = new ThreadLocal<>();

    private final RouteTree tree;
    private final Judge judge;
    private final Admission admission;
    private final OpenRequests open;
    private final RequestWatch watch;
    private final AccessLog log;
    private final OpenSocket.Limits limits;

    /** Judges a request and runs its handler. */
    interface Judge {
        Reply judged(HttpExchange exchange, Endpoint<?> endpoint) throws IOException;
    }

    private record Refused(HttpExchange exchange, RuntimeException why) {}

    /** An admitted WebSocket and its place. */
    record Admitted(OpenSocket socket, OpenSockets.Place place) {}

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
        this.limits = new OpenSocket.Limits(config.maxBody().toInt(), config.keepAlive());
    }

    /** Empty if the route is not a WebSocket, or if the request is refused. */
    Optional<Admitted> admit(HttpPrologue prologue, ServerRequestHeaders headers) {
        long began = System.nanoTime();
        RouteTree.Found found = tree.find("GET", prologue.uriPath().rawPath());
        Endpoint<?> endpoint = found == null ? null : found.endpoints().forMethod("GET");
        if (found == null || endpoint == null || !endpoint.socket() || !open.enter()) {
            return Optional.empty();
        }
        String id = RequestIds.of(headers.value(Headers.REQUEST_ID).orElse(null));
        HttpExchange exchange = new HttpExchange(prologue, headers, id);
        exchange.body(new byte[0]);
        try {
            exchange.route(endpoint, new ArrayList<>(found.values()));
            Admitted admitted = admitted(exchange, judge.judged(exchange, endpoint));
            watch.finished();
            long nanos = System.nanoTime() - began;
            endpoint.timers().record(101, nanos);
            log.write(exchange, 101, nanos, null);
            return Optional.of(admitted);
        } catch (IOException e) {
            refused(exchange, new UncheckedIOException(e));
        } catch (RuntimeException e) {
            refused(exchange, e);
        }
        return Optional.empty();
    }

    private void refused(HttpExchange exchange, RuntimeException why) {
        OpenSockets.Place place = exchange.place();
        if (place != null) {
            place.close();
        }
        open.leave();
        REFUSED.set(new Refused(exchange, why));
    }

    private Admitted admitted(HttpExchange exchange, Reply reply) {
        OpenSockets.Place place = exchange.place();
        if (!(reply instanceof Reply.Upgrade(Socket.Handler handler)) || place == null) {
            throw new IllegalStateException(exchange.route().path() + " did not upgrade");
        }
        OpenSocket socket = new OpenSocket(handler, watch, limits, () -> admission.judge(exchange, true));
        open.opened(socket);
        return new Admitted(socket, place);
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
            admitted.place().close();
            open.leave();
        }
    }
}
