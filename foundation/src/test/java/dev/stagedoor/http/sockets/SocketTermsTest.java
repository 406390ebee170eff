// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Socket;
import dev.stagedoor.http.server.StartedServer;
import dev.stagedoor.kernel.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName(
        "A route's WebSockets may have terms of their own: a subprotocol, a longest message, and codes for refusals")
class SocketTermsTest {
    private static final Socket.Terms TERMS = new Socket.Terms(
            "stagedoor.v1",
            100,
            why -> new Socket.Close(
                    4000 + why.code().status() % 1000, why.code().wire()));

    private final StartedServer server = new StartedServer(
            HttpConfig.local().with(draft -> draft.sockets = new HttpConfig.Sockets(3, 1)),
            List.of(Route.socket("/api/v1/echo", new Access.TenantScope(Scope.AGENTS_WRITE), TERMS)
                    .named("echo.open", "Echo")
                    .query("ticket", "token")
                    .by(exchange -> new Reply.Upgrade(new Echo()))));
    private final HttpClient client = HttpClient.newHttpClient();

    private static final class Echo implements Socket.Handler {
        private boolean pulsed;

        @Override
        public void message(Socket socket, String text) {
            socket.send("text " + text);
        }

        @Override
        public void message(Socket socket, byte[] binary) {
            socket.send(binary);
        }

        @Override
        public void pulse(Socket socket) {
            if (!pulsed) {
                pulsed = true;
                socket.send("pulse");
            }
        }
    }

    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.add(text.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer bytes, boolean last) {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            heard.add(Arrays.toString(all));
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + ' ' + reason);
            return CompletableFuture.completedFuture(null);
        }

        String next() throws InterruptedException {
            String next = heard.poll(10, TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        }
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    private WebSocket open(Heard heard, String query, String first, String... others) {
        return client.newWebSocketBuilder()
                .subprotocols(first, others)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/echo" + query), heard)
                .join();
    }

    @Test
    void the_subprotocol_is_selected_and_another_carries_the_credentials() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard, "", "stagedoor.token.acme", "stagedoor.v1");

        assertThat(socket.getSubprotocol()).isEqualTo("stagedoor.v1");
        socket.sendText("hi", true).join();
        assertThat(heard.next()).isEqualTo("text hi");
        socket.abort();
    }

    @Test
    void text_and_binary_messages_stay_what_they_are_in_whatever_pieces_they_come() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard, "", "stagedoor.token.acme", "stagedoor.v1");
        byte[] bytes = {0, -1, (byte) 0xc3, 0x28};

        socket.sendBinary(ByteBuffer.wrap(bytes, 0, 3), false).join();
        socket.sendBinary(ByteBuffer.wrap(bytes, 3, 1), true).join();
        socket.sendText("é", true).join();
        socket.sendBinary(ByteBuffer.allocate(0), true).join();

        assertThat(heard.next()).isEqualTo("[0, -1, -61, 40]");
        assertThat(heard.next()).isEqualTo("text é");
        assertThat(heard.next()).isEqualTo("[]");
        socket.abort();
    }

    @Test
    void one_that_is_refused_is_accepted_first_and_closed_with_the_routes_code() throws Exception {
        Heard nobody = new Heard();
        open(nobody, "", "stagedoor.token.unknown", "stagedoor.v1");
        assertThat(nobody.next()).isEqualTo("closed 4401 unauthenticated");

        Heard first = new Heard();
        WebSocket open = open(first, "?token=acme", "stagedoor.v1");
        Heard second = new Heard();
        open(second, "?token=acme", "stagedoor.v1");
        assertThat(second.next()).isEqualTo("closed 4429 rate_limited");
        assertThat(first.next()).isEqualTo("pulse");
        open.abort();
    }

    @Test
    void a_message_as_long_as_allowed_comes_through_and_a_byte_more_ends_it() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard, "", "stagedoor.token.acme", "stagedoor.v1");

        socket.sendText("x".repeat(100), true).join();
        assertThat(heard.next()).isEqualTo("text " + "x".repeat(100));
        socket.sendText("x".repeat(101), true).join();
        assertThat(heard.next()).startsWith("closed 1009");
    }

    @Test
    void what_is_open_ends_with_its_permission_and_the_routes_code() throws Exception {
        Heard heard = new Heard();
        open(heard, "", "stagedoor.token.acme", "stagedoor.v1");
        server.revoke("acme");

        String end = heard.next();
        assertThat(end.equals("pulse") ? heard.next() : end).isEqualTo("closed 4401 unauthenticated");
    }
}
