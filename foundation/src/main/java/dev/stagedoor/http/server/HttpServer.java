// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Answer;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Socket;
import dev.stagedoor.http.stream.OpenRequests;
import dev.stagedoor.http.stream.RequestWatch;
import dev.stagedoor.http.wire.WireSelector;
import dev.stagedoor.kernel.Durations;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.websocket.WsConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server. HTTP/1.1 only; TLS, if any, ends in front of it.
 *
 * <p>Shutdown (E5): {@code /health/ready} fails; after {@link HttpConfig#drainDelay} new requests are refused, event
 * streams end and WebSockets are closed with 1012, so that clients reconnect to another node; requests in progress get
 * {@link HttpConfig#drainTimeout} to finish; then all connections close.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final HttpConfig config;
    private final Health health;
    private final OpenRequests open = new OpenRequests();
    private final RequestWatch watch;
    private final WebServer server;

    private HttpServer(HttpConfig config, List<Route<?>> routes, Gate gate, Health health, MeterRegistry meters) {
        this.config = config;
        this.health = health;
        this.watch = new RequestWatch(config.requestTimeout(), config.idleTimeout());
        Router router = new Router(routes, gate, config, meters, watch, open);
        this.server = WebServer.builder()
                .host(config.host())
                .port(config.port())
                .shutdownHook(false)
                .maxTcpConnections(config.maxConnections())
                .connectionOptions(
                        options -> options.readTimeout(config.idleTimeout()).tcpNoDelay(true))
                .idleConnectionTimeout(config.idleTimeout())
                .idleConnectionPeriod(config.idleTimeout())
                .directHandlers(ProblemReplies.forBrokenRequests())
                .protocolsDiscoverServices(false)
                .addProtocol(WsConfig.builder()
                        .maxFrameLength(longestMessage(config, routes))
                        .build())
                .addConnectionSelector(new WireSelector(
                        Http1ConnectionSelector.builder()
                                .config(http1(config))
                                .addUpgrader(new SocketUpgrader(router.upgrades()))
                                .build(),
                        watch::requestBegins))
                .routing(routing -> routing.any(router))
                .build();
    }

    /** Helidon gathers a frame before anybody sees it. */
    private static int longestMessage(HttpConfig config, List<Route<?>> routes) {
        return routes.stream()
                .flatMap(route -> route.answers().stream())
                .mapToInt(answer -> switch (answer) {
                    case Answer.Socket(Socket.Terms terms) when terms != null -> terms.maxMessage();
                    case Answer.Socket other -> config.maxBody().toInt();
                    default -> 0;
                })
                .max()
                .orElse(0);
    }

    private static Http1Config http1(HttpConfig http) {
        return Http1Config.builder()
                .maxHeadersSize(http.maxHeaders().toInt())
                .maxPrologueLength(8192)
                .validateResponseHeaders(false)
                // Helidon's own logs would contain keys: request headers are never logged.
                .receiveLog(false)
                .sendLog(false)
                .addReceiveListener(WireSelector.framing())
                .build();
    }

    /** Starts to listen; fails if the port is taken or two routes are the same. */
    public static HttpServer start(
            HttpConfig config, List<Route<?>> routes, Gate gate, Health health, MeterRegistry meters) {
        HttpServer started = new HttpServer(config, routes, gate, health, meters);
        started.server.start();
        if (!started.server.isRunning()) {
            // Helidon only logs that it cannot listen.
            throw new IllegalStateException("the web server did not start on port " + config.port());
        }
        return started;
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    /** Shuts down as described above. May be called twice. */
    @Override
    public void close() {
        health.drain();
        try {
            Thread.sleep(config.drainDelay());
            if (!open.finish(config.drainTimeout())) {
                LOG.warn(
                        "requests were still in progress after {}; they are cut off",
                        Durations.text(config.drainTimeout()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop();
            watch.close();
        }
    }
}
