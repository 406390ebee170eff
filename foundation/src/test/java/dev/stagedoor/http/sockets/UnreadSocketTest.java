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
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
@DisplayName("K2: a WebSocket whose client reads nothing ends with its permission, too")
class UnreadSocketTest {
    private final Pouring pouring = new Pouring();
    private final StartedServer server = new StartedServer(
            HttpConfig.local(),
            List.of(Route.socket("/api/v1/pour", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("pour.open", "Pour")
                    .by(exchange -> new Reply.Upgrade(pouring))));
    private final HttpClient client = HttpClient.newHttpClient();

    /** Sends without end, on a thread of its own. */
    private static final class Pouring implements Socket.Handler {
        private static final byte[] MUCH = new byte[1 << 16];

        private final AtomicLong sent = new AtomicLong();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final CountDownLatch freed = new CountDownLatch(1);
        private final CountDownLatch barred = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void opened(Socket socket) {
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        socket.send(MUCH);
                        sent.incrementAndGet();
                    }
                } catch (RuntimeException over) {
                    freed.countDown();
                }
            });
        }

        @Override
        public void message(Socket socket, String text) {
            heard.add(text);
        }

        @Override
        public void barred() {
            barred.countDown();
        }

        @Override
        public void closed() {
            closed.countDown();
        }

        /** Waits until the next send does not come to an end. */
        void awaitFull() throws InterruptedException {
            long before = -1;
            while (before != sent.get()) {
                before = sent.get();
                closed.await(200, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Reads nothing. */
    private static final class Deaf implements WebSocket.Listener {
        @Override
        public void onOpen(WebSocket socket) {}
    }

    @AfterEach
    void close() {
        server.close();
        client.shutdownNow();
    }

    @Test
    void within_a_second_and_its_sender_is_freed() throws Exception {
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer acme")
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/api/v1/pour"), new Deaf())
                .join();
        pouring.awaitFull();
        assertThat(pouring.sent.get()).isPositive();
        socket.sendText("in time", true).join();
        assertThat(pouring.heard.poll(3, TimeUnit.SECONDS)).isEqualTo("in time");

        server.revoke("acme");

        assertThat(pouring.barred.await(1, TimeUnit.SECONDS))
                .as("a check comes twice a second")
                .isTrue();
        socket.sendText("too late", true).join();
        assertThat(pouring.closed.await(3, TimeUnit.SECONDS))
                .as("half a second until the check, and one for the client to answer the close")
                .isTrue();
        assertThat(pouring.freed.await(3, TimeUnit.SECONDS)).isTrue();
        assertThat(pouring.heard).isEmpty();
        socket.abort();
    }
}
