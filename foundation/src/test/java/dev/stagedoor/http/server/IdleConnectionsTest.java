// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An idle connection ends without a word: a client would take it for the reply to its next request")
@Tag("slow")
class IdleConnectionsTest {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

    private final StartedServer server = started(Duration.ofSeconds(1));

    private static StartedServer started(Duration idle) {
        HttpConfig config = HttpConfig.local().with(draft -> draft.idleTimeout = idle);
        return new StartedServer(
                config,
                List.of(
                        Route.get("/hello", new Access.Anyone())
                                .named("hello", "Say hello")
                                .answers(new Answer.Media("text/plain"))
                                .by(exchange -> new Reply.Text(200, "text/plain", "hello")),
                        Route.get("/passed", new Access.Anyone())
                                .named("passed", "Pass hello on")
                                .answers(new Answer.Passed())
                                .by(exchange -> new Reply.Passed(sink -> {
                                    sink.begin(200, "text/plain", Map.of());
                                    sink.write(HELLO, HELLO.length);
                                    sink.end(HELLO, HELLO.length);
                                }))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Socket connected(StartedServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String upTo(String end, InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int one = in.read();
            assertThat(one).as("the connection ended after: %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void one_that_never_sent_anything() throws Exception {
        try (Socket socket = connected(server)) {
            assertThat(rest(socket)).isEmpty();
        }
    }

    /** {@code requests}: how many it has sent before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void one_that_waits_for_its_next_request(int requests) throws Exception {
        try (Socket socket = connected(server)) {
            for (int i = 0; i < requests; i++) {
                send(socket, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(upTo("\r\n\r\nhello", socket.getInputStream())).startsWith("HTTP/1.1 200 ");
            }

            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void one_that_has_had_a_reply_during_which_its_client_was_watched() throws Exception {
        try (Socket socket = connected(server)) {
            send(socket, "GET /passed HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(upTo("\r\n0\r\n\r\n", socket.getInputStream())).startsWith("HTTP/1.1 200 ");

            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void one_that_is_idle_when_the_server_shuts_down() throws Exception {
        StartedServer stopping = started(Duration.ofMinutes(1));
        try (Socket socket = connected(stopping)) {
            send(socket, "GET /passed HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(upTo("\r\n0\r\n\r\n", socket.getInputStream())).startsWith("HTTP/1.1 200 ");

            stopping.close();

            assertThat(rest(socket)).isEmpty();
        }
    }
}
