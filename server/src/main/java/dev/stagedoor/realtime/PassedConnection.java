// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.chatusers.Place;
import dev.stagedoor.chatusers.upstream.Connection;
import dev.stagedoor.chatusers.upstream.Connections;
import dev.stagedoor.chatusers.upstream.UpstreamAccess;
import dev.stagedoor.http.Socket;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Principal;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.outbound.WholeMessages;
import dev.stagedoor.realtime.events.UiEvent;
import dev.stagedoor.realtime.wire.CloseCodes;
import dev.stagedoor.realtime.wire.Frames;
import dev.stagedoor.realtime.wire.Wire;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One page's socket whose chat user lives on the tenant's upstream server: what the page says is passed on there, and what
 * that says comes here. The two tokens stay apart: the page's is judged here, and the upstream server's never leaves (C3).
 */
final class PassedConnection implements Socket.Handler, Presence.Client {
    private static final Logger LOG = LoggerFactory.getLogger(PassedConnection.class);
    private static final int RESTART = 1012;
    private static final String UPSTREAM = "upstream";
    private static final WholeMessages.Limits LIMITS = new WholeMessages.Limits(4 << 20, 4 << 20);

    /** How long the upstream server may take for one message. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long before its end an upstream token is replaced. */
    private static final Duration EARLY = Duration.ofSeconds(60);

    private final Gateway gateway;
    private final Upstream upstream;
    private final Principal.AppUser by;
    private final Presence presence;
    private final MessageRate rate;
    private volatile UpstreamAccess access;
    private volatile boolean renewing;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Socket page;
    private volatile @Nullable WebSocket there;

    /** The other side: its door, the page's place there, and what the client wants of it. */
    record Upstream(Connections door, Connection connection, Gateway.Wanted wanted, long after) {
        private Place place() {
            return connection.place();
        }

        private String query() {
            StringBuilder query = new StringBuilder();
            add(query, "ui_session_id", wanted.uiSession());
            add(query, "chat_session_id", wanted.chat());
            add(query, "agent_key", wanted.agent());
            add(query, "after", after < 0 ? "" : Long.toString(after));
            return query.toString();
        }

        private static void add(StringBuilder query, String name, String value) {
            if (!value.isEmpty()) {
                query.append(query.isEmpty() ? "" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
    }

    PassedConnection(Gateway gateway, Upstream upstream, Principal.AppUser by, Presence presence) {
        this.gateway = gateway;
        this.upstream = upstream;
        this.by = by;
        this.presence = presence;
        this.rate = new MessageRate(gateway.means().config().messagesPerSecond());
        this.access = Objects.requireNonNull(upstream.connection().upstream());
    }

    @Override
    public void opened(Socket socket) {
        page = socket;
        upstream.place().onLost(() -> close(CloseCodes.LIMITED, "retry_after=1"));
        there = upstream.door()
                .open(upstream.place(), access, upstream.query(), new WholeMessages(LIMITS, new Heard(socket)));
    }

    @Override
    public void say(String type, ObjectNode data) {
        Socket now = page;
        if (now == null) {
            return;
        }
        try {
            // Number 0: which events the page has seen is between it and the upstream server.
            now.send(UiEvent.frame(type, 0, Json.text(data)));
        } catch (IllegalStateException closed) {
            LOG.debug("a socket is closed", closed);
        }
    }

    @Override
    public void close(int code, String reason) {
        Socket now = page;
        if (now != null) {
            now.close(code, reason);
        }
    }

    @Override
    public void message(Socket socket, String text) {
        presence.heard();
        if (!rate.takes()) {
            close(CloseCodes.LIMITED, "retry_after=1");
        } else if (text.contains(Wire.AUTH_REFRESH) && isRefresh(text)) {
            refresh(text);
        } else {
            pass(to -> to.sendText(text, true));
        }
    }

    @Override
    public void message(Socket socket, byte[] binary) {
        presence.heard();
        if (rate.takes()) {
            pass(to -> to.sendBinary(ByteBuffer.wrap(binary), true));
        } else {
            close(CloseCodes.LIMITED, "retry_after=1");
        }
    }

    /** A page's token is for this server alone. */
    private static boolean isRefresh(String text) {
        try {
            return Json.read(text, JsonNode.class).path("type").asText().equals(Wire.AUTH_REFRESH);
        } catch (Problem notJson) {
            return false;
        }
    }

    private void refresh(String text) {
        try {
            String token = Json.read(text, JsonNode.class).path("token").asText("");
            presence.refreshed(gateway.tokenOf(by, token), this);
        } catch (Problem problem) {
            String message =
                    Objects.requireNonNullElse(problem.detail(), problem.code().title());
            say(Wire.ERROR, Frames.error(problem.code().wire(), message, Wire.AUTH_REFRESH));
        }
    }

    /** Sends one message. */
    private interface Sending {
        CompletableFuture<WebSocket> to(WebSocket there);
    }

    /** Waits until it is sent: so a client is no faster than the upstream server. */
    private void pass(Sending message) {
        WebSocket to = there;
        if (to == null) {
            return;
        }
        sending.lock();
        try {
            message.to(to).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException gone) {
            LOG.debug("an upstream server takes nothing more", gone);
            close(RESTART, UPSTREAM);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void pulse(Socket socket) {
        presence.pulse(this);
        Instant now = gateway.means().on().clock().instant();
        if (!renewing && there != null && !now.isBefore(access.expiresAt().minus(EARLY))) {
            renewing = true;
            Thread.ofVirtual().name("upstream token").start(this::renew);
        }
    }

    private void renew() {
        try {
            access = upstream.door().renewed(upstream.place());
            String token = access.token().revealText();
            String frame =
                    Json.text(Frames.object().put("type", Wire.AUTH_REFRESH).put("token", token));
            pass(to -> to.sendText(frame, true));
            renewing = false;
        } catch (RuntimeException failed) {
            LOG.debug("no fresh token for an upstream connection", failed);
            close(RESTART, UPSTREAM);
        }
    }

    @Override
    public void closed() {
        WebSocket left = there;
        if (left != null) {
            left.abort();
        }
        upstream.connection().close();
    }

    /** What the upstream server says. */
    private final class Heard implements WholeMessages.Hearing {
        private final Socket to;
        private final UpstreamFrames frames = new UpstreamFrames(by.user(), presence);

        Heard(Socket to) {
            this.to = to;
        }

        @Override
        public void text(String frame) {
            frames.shown(frame).ifPresent(shown -> tell(() -> to.send(shown)));
        }

        @Override
        public void binary(byte[] audio) {
            tell(() -> to.send(audio));
        }

        private void tell(Runnable sending) {
            try {
                sending.run();
            } catch (IllegalStateException closed) {
                LOG.debug("a page has left", closed);
            }
        }

        /** What is the page's own matter is passed on; what is between the servers, it tries again. */
        @Override
        public void over(int code, String reason) {
            LOG.debug("an upstream connection is over: {} {}", code, reason);
            switch (code) {
                case 1000, 1008, 1009, CloseCodes.SILENT, CloseCodes.REPLACED -> to.close(code, UPSTREAM);
                case CloseCodes.LIMITED -> to.close(code, reason);
                default -> to.close(RESTART, UPSTREAM);
            }
        }
    }
}
