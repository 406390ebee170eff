// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Entrance;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.RequestLimiter;
import dev.stagedoor.http.stream.EventStream;
import dev.stagedoor.http.stream.LineStream;
import dev.stagedoor.http.stream.OpenRequests;
import dev.stagedoor.http.stream.PassedStream;
import dev.stagedoor.http.stream.RequestWatch;
import dev.stagedoor.http.vendor.PassedReply;
import dev.stagedoor.http.vendor.VendorApi;
import dev.stagedoor.http.wire.WireContext;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes replies, with the headers that all of them have. */
final class ReplyWriter {
    private static final byte[] NOTHING = {};

    /** When to try again what can succeed later, if nothing is known of the time it takes. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final HttpConfig config;
    private final RequestWatch watch;
    private final OpenRequests open;
    private final Consumer<HttpExchange> permission;
    private final @Nullable Header transport;

    /** {@code permission} refuses a request whose permission has ended, for replies that take long. */
    ReplyWriter(HttpConfig config, RequestWatch watch, OpenRequests open, Consumer<HttpExchange> permission) {
        this.config = config;
        this.watch = watch;
        this.open = open;
        this.permission = permission;
        this.transport = config.hsts().isZero()
                ? null
                : HeaderValues.createCached(
                        Headers.TRANSPORT, "max-age=" + config.hsts().toSeconds());
    }

    /** Writes the whole reply. */
    void write(HttpExchange exchange, ServerResponse response, Reply reply) {
        common(exchange, response);
        response.status(Status.create(reply.status()));
        switch (reply) {
            case Reply.Json json -> {
                byte[] body = Json.bytes(json.body());
                json.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
                response.header(Headers.JSON);
                send(exchange, response, body);
            }
            case Reply.Text text -> {
                response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, text.contentType()));
                if (text.contentType().startsWith("text/html")) {
                    response.header(Headers.STYLED_PAGE);
                }
                send(exchange, response, text.body().getBytes(StandardCharsets.UTF_8));
            }
            case Reply.Bytes bytes -> {
                response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, bytes.contentType()));
                bytes.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
                send(exchange, response, bytes.body());
            }
            case Reply.Passed passed -> passed(exchange, response, passed.source());
            case Reply.Upgrade upgrade -> throw new IllegalStateException("only a WebSocket route may upgrade");
            case Reply.Empty empty -> {
                empty.headers().forEach((name, value) -> response.header(HeaderValues.create(name, value)));
                send(exchange, response, NOTHING);
            }
            case Reply.Lines lines -> lines(exchange, response, lines);
            case Reply.Events events -> events(exchange, response, events);
        }
    }

    /** Writes a problem; {@code close} if the request's body was not read completely. */
    void write(HttpExchange exchange, ServerResponse response, Problem problem, boolean close) {
        common(exchange, response);
        VendorApi.Failure vendors = vendors(exchange, problem);
        response.status(Status.create(vendors == null ? problem.code().status() : vendors.status()));
        response.header(vendors == null ? Headers.PROBLEM : Headers.JSON);
        boolean unknown = problem.retryAfter() == null && problem.code().retryable();
        Duration after = unknown && problem.code() != ErrorCode.INTERNAL ? SOON : problem.retryAfter();
        if (after != null) {
            response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, Long.toString(ProblemReplies.seconds(after))));
        }
        if (problem.code() == ErrorCode.UNAUTHENTICATED) {
            response.header(Headers.CHALLENGE);
        }
        if (close) {
            response.header(Headers.CLOSE);
        }
        send(
                exchange,
                response,
                vendors == null ? ProblemReplies.document(problem, exchange.requestId()) : Json.bytes(vendors.body()));
    }

    /** The problem as the route's own clients understand it; null for problem details. */
    private static VendorApi.@Nullable Failure vendors(HttpExchange exchange, Problem problem) {
        if (!exchange.isRouted()) {
            return null;
        }
        return switch (exchange.route().access()) {
            case Access.Vendor(VendorApi api) -> api.failure(problem, exchange.requestId());
            case Access.Entered(Entrance entrance) ->
                entrance.failure(problem, exchange.requestId()).orElse(null);
            case Access.Signed signed ->
                signed.verifier().failure(problem, exchange.requestId()).orElse(null);
            default -> null;
        };
    }

    private void common(HttpExchange exchange, ServerResponse response) {
        response.header(HeaderValues.create(Headers.REQUEST_ID, exchange.requestId()));
        response.header(Headers.NO_STORE);
        response.header(Headers.NO_SNIFF);
        response.header(Headers.NO_FRAME);
        response.header(Headers.NO_REFERRER);
        response.header(Headers.NO_CONTENT);
        if (transport != null) {
            response.header(transport);
        }
        Cors.answer(exchange, response);
        RequestLimiter.State state = exchange.allowance();
        if (state != null) {
            // draft-ietf-httpapi-ratelimit-headers: structured fields, times in seconds.
            String name = '"' + state.policy() + '"';
            String policy =
                    name + ";q=" + state.limit() + ";w=" + state.window().toSeconds();
            String left = name + ";r=" + state.remaining() + ";t=" + ProblemReplies.seconds(state.reset());
            response.header(HeaderValues.create(Headers.RATE_LIMIT_POLICY, policy));
            response.header(HeaderValues.create(Headers.RATE_LIMIT, left));
        }
    }

    private void send(HttpExchange exchange, ServerResponse response, byte[] body) {
        watch.writing();
        boolean head = exchange.verb().equals("HEAD");
        if (head && body.length > 0) {
            response.contentLength(body.length);
        }
        response.send(head ? NOTHING : body);
    }

    /**
     * An error before the first line is a problem reply, since nothing has been sent yet. A later one closes the
     * connection, so that a partial export cannot be taken for a complete one.
     */
    private void lines(HttpExchange exchange, ServerResponse response, Reply.Lines reply) {
        response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, reply.contentType()));
        LineStream stream = new LineStream(response, watch, () -> permission.accept(exchange));
        if (exchange.verb().equals("HEAD")) {
            response.send(NOTHING);
            return;
        }
        try {
            reply.lines().accept(stream);
        } catch (RuntimeException e) {
            if (!stream.isOpen()) {
                throw e;
            }
            throw new CloseConnectionException("an export was cut off", e);
        }
        stream.finish();
    }

    private void events(HttpExchange exchange, ServerResponse response, Reply.Events reply) {
        response.header(Headers.EVENTS);
        response.header(Headers.NO_BUFFER);
        response.header(Headers.CLOSE);
        if (exchange.verb().equals("HEAD")) {
            response.send(NOTHING);
            return;
        }
        String lastEventId = exchange.header("Last-Event-ID").orElse("");
        EventStream stream = new EventStream(response.outputStream(), watch, config.keepAlive(), client(exchange));
        open.opened(stream);
        try {
            if (!stream.run(reply.source(), lastEventId)) {
                throw new CloseConnectionException("the client of an event stream disconnected");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            open.closed(stream);
        }
    }

    private void passed(HttpExchange exchange, ServerResponse response, PassedReply source) {
        response.header(Headers.NO_BUFFER);
        PassedStream stream = new PassedStream(response, watch, client(exchange));
        open.opened(stream);
        try {
            if (!stream.run(source)) {
                throw new CloseConnectionException("the client of another server's reply disconnected");
            }
        } finally {
            open.closed(stream);
        }
    }

    private EventStream.Client client(HttpExchange exchange) {
        WireContext connection = WireContext.current();
        return new EventStream.Client() {
            @Override
            public void requirePermission() {
                permission.accept(exchange);
            }

            @Override
            public void whenLeft(Runnable left) {
                connection.whenLeft(left);
            }

            @Override
            public void cork() {
                connection.cork();
            }

            @Override
            public void uncork() {
                connection.uncork();
            }
        };
    }
}
