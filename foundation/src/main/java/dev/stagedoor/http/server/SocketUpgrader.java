// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import dev.stagedoor.http.server.Upgrades.Admitted;
import dev.stagedoor.http.wire.BodyFraming;
import dev.stagedoor.http.wire.WireContext;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsConnection;
import io.helidon.webserver.websocket.WsUpgrader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a connection into a WebSocket once the router has admitted it; Helidon's own upgrader has no authorization. */
final class SocketUpgrader extends WsUpgrader {
    private static final Headers NO_HEADERS = ServerRequestHeaders.create();

    private final Upgrades upgrades;

    SocketUpgrader(Upgrades upgrades) {
        super(WsConfig.create());
        this.upgrades = upgrades;
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        ServerRequestHeaders sent = ServerRequestHeaders.create((Headers) headers);
        Optional<String> accept = accept(context, prologue, sent);
        Optional<Admitted> admitted = accept.isEmpty()
                ? Optional.empty()
                : upgrades.admit(context.remotePeer().address(), prologue, sent);
        if (admitted.isEmpty()) {
            return null;
        }
        boolean upgraded = false;
        try {
            // Helidon would keep the request for as long as the socket is open, and needs nothing of it.
            WsConnection connection = WsConnection.create(
                    context, prologue, NO_HEADERS, "", admitted.get().socket());
            String protocol = admitted.get().protocol();
            String selected = protocol.isEmpty() ? "" : "\r\n" + CredentialsReader.PROTOCOLS + ": " + protocol;
            String switching = SWITCHING_PROTOCOL_PREFIX + accept.get() + selected + SWITCHING_PROTOCOLS_SUFFIX;
            context.dataWriter().writeNow(BufferData.create(switching.getBytes(StandardCharsets.US_ASCII)));
            if (context instanceof WireContext wire) {
                admitted.get().socket().kinds(wire.upgraded()::nextIsBinary);
            }
            upgraded = true;
            return new Connection(connection, upgrades, admitted.get());
        } finally {
            if (!upgraded) {
                upgrades.closed(admitted.get());
            }
        }
    }

    /** The header that accepts the handshake; empty if it is not one of RFC 6455, version 13. */
    private Optional<String> accept(ConnectionContext context, HttpPrologue prologue, ServerRequestHeaders sent) {
        String connection = sent.value(HeaderNames.CONNECTION).orElse("").toLowerCase(Locale.ROOT);
        boolean handshake = prologue.method().text().equals("GET")
                && BodyFraming.of(sent) != BodyFraming.UNCLEAR
                && connection.contains("upgrade")
                && sent.value(WS_VERSION).filter(SUPPORTED_VERSION::equals).isPresent();
        try {
            return sent.value(WS_KEY).filter(any -> handshake).map(key -> hash(context, key));
        } catch (IllegalArgumentException | RequestException notAKey) {
            return Optional.empty();
        }
    }

    /** Helidon's connection; reports its end, whatever the cause. */
    private record Connection(WsConnection connection, Upgrades upgrades, Admitted admitted)
            implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            try {
                connection.handle(limit);
            } catch (CloseConnectionException e) {
                throw e;
            } catch (RuntimeException e) {
                // For any other exception Helidon would write an HTTP reply into the WebSocket.
                throw new CloseConnectionException("a WebSocket was cut off", e);
            } finally {
                upgrades.closed(admitted);
            }
        }

        @Override
        public Duration idleTime() {
            return connection.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            connection.close(interrupt);
        }
    }
}
