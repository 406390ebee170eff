// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.MemoryShares;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.http.stream.OpenRequests;
import dev.stagedoor.http.stream.RequestWatch;
import dev.stagedoor.http.wire.BodyFraming;
import dev.stagedoor.json.UnreadableStored;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.LogContext;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Does what all routes have in common, in this order: request id, route, key, scope, tenant, rate limit, body,
 * constraints, handler, reply; then the log line and the timer. No handler can skip a step.
 */
final class Router implements io.helidon.webserver.http.Handler {
    /** Too large for the route, or for what the tenant holds now. */
    private static final Set<ErrorCode> ABOUT_THE_SIZE = Set.of(ErrorCode.PAYLOAD_TOO_LARGE, ErrorCode.RATE_LIMITED);

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /** What a tenant's requests that are larger than {@code http.max_body} may hold together (I7). */
    private static final DataSize LARGE = new DataSize(64 << 20);

    private final RouteTree tree = new RouteTree();
    private final Gate gate;
    private final Admission admission;
    private final Bodies bodies;
    private final MemoryShares large =
            new MemoryShares(LARGE, "Too many large requests of this tenant are in progress.");
    private final ReplyWriter writer;
    private final RequestWatch watch;
    private final OpenRequests open;
    private final AccessLog log;
    private final RequestMetrics metrics;
    private final RouteTimers unrouted;
    private final Upgrades upgrades;
    private final ClientNetwork networks;

    Router(
            List<Route<?>> routes,
            Gate gate,
            HttpConfig config,
            MeterRegistry meters,
            RequestWatch watch,
            OpenRequests open) {
        this.gate = gate;
        this.admission = new Admission(gate, config);
        Validation validation = new Validation();
        this.bodies = new Bodies(config.maxBody().toInt(), validation);
        this.writer = new ReplyWriter(config, watch, open, exchange -> admission.judge(exchange, true));
        this.watch = watch;
        this.open = open;
        this.log = new AccessLog(config.accessLog());
        this.networks = new ClientNetwork(config.trustedProxies());
        this.upgrades = new Upgrades(tree, this::judged, admission, config, open, watch, log);
        this.metrics = new RequestMetrics(meters);
        this.unrouted = metrics.timers("-", "-");
        for (Route<?> route : routes) {
            tree.add(Endpoint.of(route, validation, metrics));
        }
    }

    /** Admits sockets, by the same rules. */
    Upgrades upgrades() {
        return upgrades;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long began = System.nanoTime();
        ServerRequestHeaders headers = request.headers();
        HttpExchange exchange = new HttpExchange(
                request,
                networks.of(request.remotePeer().address(), headers),
                RequestIds.of(headers.value(Headers.REQUEST_ID).orElse(null)));
        Upgrades.handOver(exchange);
        boolean inTime = open.enter();
        @Nullable ErrorCode code = null;
        try {
            code = answer(exchange, response, inTime);
        } finally {
            watch.finished();
            exchange.leave();
            if (inTime) {
                open.leave();
            }
            long nanos = System.nanoTime() - began;
            int status = response.status().code();
            (exchange.isRouted() ? exchange.endpoint().timers() : unrouted).record(status, nanos);
            log.write(exchange, status, nanos, code == null ? null : code.wire());
            LogContext.clear();
        }
        closeIfWanted(request, response);
    }

    /** RFC 9112 §9.6: {@code Connection: close} closes the connection. Helidon 4.3.1 sends it but stays connected. */
    private void closeIfWanted(ServerRequest request, ServerResponse response) {
        ServerRequestHeaders headers = request.headers();
        boolean wanted = headers.contains(HeaderNames.CONNECTION)
                && headers.get(HeaderNames.CONNECTION)
                        .values()
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        if (wanted || response.headers().contains(Headers.CLOSE)) {
            if (response instanceof RoutingResponse streamed) {
                // Helidon would write the end of a streamed reply after this method has returned.
                streamed.commit();
            }
            Bodies.linger(request, watch);
            throw new CloseConnectionException("the last reply of the connection was sent");
        }
    }

    /** Replies; returns the code of the problem, if there was one. */
    private @Nullable ErrorCode answer(HttpExchange exchange, ServerResponse response, boolean inTime) {
        Problem problem;
        try {
            writer.write(exchange, response, reply(exchange, response, inTime));
            return null;
        } catch (CloseConnectionException e) {
            throw e;
        } catch (Problem e) {
            problem = e;
        } catch (StaleEpoch e) {
            problem = busy();
        } catch (UnreadableStored e) {
            problem = Problem.of(ErrorCode.BUSY, "A newer version of the server stored this; try again.")
                    .retryAfter(Duration.ofSeconds(1))
                    .causedBy(e);
        } catch (IOException | UncheckedIOException e) {
            throw new CloseConnectionException("the client disconnected", e);
        } catch (RuntimeException | StackOverflowError e) {
            problem = internal(e);
        }
        report(exchange, problem);
        metrics.refused(problem.code());
        refuse(exchange, response, problem);
        return problem.code();
    }

    /** Of a request that was overtaken by changes, twice. */
    static Problem busy() {
        return Problem.of(ErrorCode.BUSY, "Too many concurrent changes; try again.")
                .retryAfter(Duration.ofSeconds(1));
    }

    /**
     * Internals go to the log only, under the request id that the client is given; with a stack trace only if the fault
     * is ours, since a refusal can be had as often as a client likes.
     */
    private static void report(HttpExchange exchange, Problem problem) {
        if (problem.code() == ErrorCode.INTERNAL) {
            about(LOG.atError(), exchange)
                    .setCause(problem.getCause() == null ? problem : problem.getCause())
                    .log("a request failed");
        } else if (problem.getCause() != null) {
            about(LOG.atWarn(), exchange)
                    .addKeyValue("code", problem.code().wire())
                    .addKeyValue("cause", problem.getCause().toString())
                    .log("a request was refused because something behind it failed");
        }
    }

    private static LoggingEventBuilder about(LoggingEventBuilder line, HttpExchange exchange) {
        LoggingEventBuilder told = line.addKeyValue("request_id", exchange.requestId());
        TenantId tenant = exchange.tenantIfKnown();
        return tenant == null ? told : told.addKeyValue("tenant", tenant.value());
    }

    private void refuse(HttpExchange exchange, ServerResponse response, Problem problem) {
        if (response.isSent()) {
            throw new CloseConnectionException("the reply had already begun", problem);
        }
        boolean unread = Bodies.hasBody(exchange.request().headers())
                && !exchange.request().content().consumed();
        boolean close = response.headers().contains(Headers.CLOSE) || (unread && !discard(exchange, problem.code()));
        writer.write(exchange, response, problem, close);
    }

    /** Only who is known and sends much where much is taken may send more than elsewhere before it hears of it. */
    private boolean discard(HttpExchange exchange, ErrorCode code) {
        Takes<?> takes = ABOUT_THE_SIZE.contains(code) && exchange.principalIfKnown() != null
                ? exchange.endpoint().route().takes()
                : new Takes.Nothing();
        return bodies.discard(exchange.request(), takes);
    }

    private Reply reply(HttpExchange exchange, ServerResponse response, boolean inTime) throws IOException {
        ServerRequest request = exchange.request();
        if (BodyFraming.of(request.headers()) == BodyFraming.UNCLEAR) {
            response.header(Headers.CLOSE);
            throw Problem.of(
                    ErrorCode.MALFORMED_REQUEST,
                    "Send either one Content-Length or Transfer-Encoding: chunked, not both.");
        }
        String method = request.prologue().method().text();
        RouteTree.Found found = tree.find(method, request.prologue().uriPath().rawPath());
        if (found == null) {
            throw Problem.notFound("path");
        }
        if (method.equals("OPTIONS") && found.endpoints().isForBrowsers()) {
            return Cors.preflight(exchange, found.endpoints(), response);
        }
        Endpoint<?> endpoint = found.endpoints().forMethod(method);
        if (endpoint == null) {
            response.header(
                    HeaderValues.create(HeaderNames.ALLOW, found.endpoints().allow()));
            throw Problem.of(
                    ErrorCode.METHOD_NOT_ALLOWED,
                    "Allowed methods: " + found.endpoints().allow() + '.');
        }
        exchange.route(endpoint, new ArrayList<>(found.values()));
        LogContext.about(found.values());
        if (!inTime && !(endpoint.route().access() instanceof Access.Anyone)) {
            response.header(Headers.CLOSE);
            throw Problem.of(ErrorCode.SHUTTING_DOWN, "The server is shutting down.")
                    .retryAfter(Duration.ofSeconds(1));
        }
        if (endpoint.socket()) {
            throw exchange.refusal();
        }
        return judged(exchange, endpoint);
    }

    private static Problem internal(Throwable e) {
        return Problem.of(ErrorCode.INTERNAL, "Internal error. Quote the request id when you report it.")
                .causedBy(e);
    }

    /** Authorizes and runs; once more if the state has changed in between (docs/decisions/0003-ledger.md). */
    private <B> Reply judged(HttpExchange exchange, Endpoint<B> endpoint) throws IOException {
        Body<B> body = new Body<>();
        try {
            return run(exchange, endpoint, body, false);
        } catch (StaleEpoch stale) {
            gate.onStale().accept(stale);
        }
        try {
            return again(exchange, endpoint, body);
        } catch (StaleEpoch stale) {
            gate.onStale().accept(stale);
            throw busy();
        }
    }

    /** A grant is judged again with its tenant's row held; the body is read before, since a client may be slow. */
    private <B> Reply again(HttpExchange exchange, Endpoint<B> endpoint, Body<B> body) throws IOException {
        Principal by = exchange.principalIfKnown();
        TenantId tenant = by == null ? null : Admission.own(by);
        if (tenant == null || !endpoint.route().operation().grants()) {
            return run(exchange, endpoint, body, true);
        }
        decoded(exchange, endpoint, body);
        return gate.rows().holding(tenant, () -> run(exchange, endpoint, body, true));
    }

    /** The decoded body, kept for a second run. */
    private static final class Body<B> {
        private @Nullable B value;
    }

    private <B> Reply run(HttpExchange exchange, Endpoint<B> endpoint, Body<B> body, boolean again) throws IOException {
        if (endpoint.route().access() instanceof Access.Signed) {
            // The signature covers the body, so the body is read, within its limit, before authentication.
            read(exchange, endpoint);
        }
        admission.judge(exchange, again);
        return endpoint.route().handler().handle(exchange, decoded(exchange, endpoint, body));
    }

    private <B> B decoded(HttpExchange exchange, Endpoint<B> endpoint, Body<B> body) throws IOException {
        B value = body.value;
        if (value == null) {
            value = bodies.decode(
                    endpoint, exchange.header(HeaderNames.CONTENT_TYPE).orElse(""), read(exchange, endpoint));
            body.value = value;
        }
        return value;
    }

    private byte[] read(HttpExchange exchange, Endpoint<?> endpoint) throws IOException {
        byte[] known = exchange.bodyIfRead();
        if (known != null) {
            return known;
        }
        Takes<?> takes = endpoint.route().takes();
        Principal by = exchange.principalIfKnown();
        TenantId tenant = by == null ? null : Admission.own(by);
        long size = bodies.large(exchange.request(), takes);
        if (size > 0 && tenant != null) {
            exchange.holds(large.take(tenant, size));
        }
        byte[] raw = bodies.read(exchange.request(), takes);
        watch.requestRead();
        exchange.body(raw);
        return raw;
    }
}
