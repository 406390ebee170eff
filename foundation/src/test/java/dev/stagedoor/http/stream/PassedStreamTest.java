// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.vendor.PassedReply;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Another server's reply that ends with its permission says so, or ends with its connection (K2)")
class PassedStreamTest {
    private static final byte[] FIRST = "first".getBytes(StandardCharsets.US_ASCII);
    private static final String FIRST_CHUNK = "5\r\nfirst\r\n";
    private static final String END = "\r\n0\r\n\r\n";

    private final CountDownLatch revoked = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final RequestWatch watch = new RequestWatch(Duration.ofMinutes(1), Duration.ofMinutes(1));
    private PassedReply reply = sink -> {};
    private final WebServer server = WebServer.builder()
            .host("127.0.0.1")
            .port(0)
            .routing(routing -> routing.get(
                    "/reply", (request, response) -> new PassedStream(response, watch, client()).run(reply)))
            .build()
            .start();

    @AfterEach
    void stop() {
        server.stop();
        watch.close();
    }

    private EventStream.Client client() {
        return new EventStream.Client() {
            @Override
            public void requirePermission() {
                if (revoked.getCount() == 0) {
                    throw Problem.of(ErrorCode.UNAUTHENTICATED, "The key is revoked.");
                }
            }

            @Override
            public void whenLeft(Runnable left) {
                // This client stays.
            }
        };
    }

    /** One that begins, and then waits for what never comes. */
    private void begins(PassedReply.Sink sink) throws InterruptedException {
        sink.begin(200, "text/plain", Map.of());
        sink.write(FIRST, FIRST.length);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException stopped) {
            interrupted.countDown();
            throw stopped;
        }
    }

    private void revoked(Socket socket) throws IOException, InterruptedException {
        assertThat(upTo(FIRST_CHUNK, socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + FIRST_CHUNK);
        revoked.countDown();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private Socket asked() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write("GET /reply HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String upTo(String end, Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith(end)) {
            int one = socket.getInputStream().read();
            assertThat(one).as("the connection ended after: %s", text).isNotNegative();
            text.append((char) one);
        }
        return text.toString();
    }

    @Test
    void the_last_words_follow_what_was_passed_and_end_the_body() throws Exception {
        reply = new PassedReply() {
            @Override
            public void run(Sink sink) throws InterruptedException {
                begins(sink);
            }

            @Override
            public byte[] lastWords(Problem ended) {
                return ("over: " + ended.code().wire()).getBytes(StandardCharsets.US_ASCII);
            }
        };

        try (Socket socket = asked()) {
            revoked(socket);

            assertThat(upTo(END, socket)).isEqualTo("15\r\nover: unauthenticated" + END);
        }
    }

    @Test
    void without_last_words_the_connection_ends_and_the_body_does_not() throws Exception {
        reply = this::begins;

        try (Socket socket = asked()) {
            revoked(socket);

            assertThat(socket.getInputStream().readAllBytes())
                    .as("what follows the first bytes")
                    .isEmpty();
        }
    }

    @Test
    void so_does_one_whose_source_fails_in_the_middle() throws Exception {
        reply = sink -> {
            sink.begin(200, "text/plain", Map.of());
            sink.write(FIRST, FIRST.length);
            throw Problem.of(ErrorCode.PROVIDER_UNAVAILABLE, "The provider broke off its answer.");
        };

        try (Socket socket = asked()) {
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(all).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + FIRST_CHUNK);
        }
    }

    @Test
    void one_that_is_whole_ends_its_body_and_the_connection_serves_the_next() throws Exception {
        reply = sink -> {
            sink.begin(200, "text/plain", Map.of());
            sink.write(FIRST, FIRST.length);
        };

        try (Socket socket = asked()) {
            for (int i = 0; i < 2; i++) {
                assertThat(upTo(END, socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n5\r\nfirst" + END);
                socket.getOutputStream()
                        .write("GET /reply HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** {@code length}: of the last piece, in bytes; a long one is not copied. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20_000})
    void the_last_piece_brings_the_end_with_it(int length) throws Exception {
        byte[] last = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        reply = sink -> {
            sink.begin(200, "text/plain", Map.of());
            sink.write(FIRST, FIRST.length);
            sink.end(last, last.length);
        };
        String lastChunk = length == 0 ? "" : "\r\n" + Integer.toHexString(length) + "\r\n" + "x".repeat(length);

        try (Socket socket = asked()) {
            for (int i = 0; i < 2; i++) {
                assertThat(upTo(END, socket))
                        .startsWith("HTTP/1.1 200 ")
                        .endsWith("\r\n\r\n5\r\nfirst" + lastChunk + END);
                socket.getOutputStream()
                        .write("GET /reply HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void one_whose_source_fails_after_its_end_is_whole_and_ends_its_connection() throws Exception {
        reply = sink -> {
            sink.begin(200, "text/plain", Map.of());
            sink.write(FIRST, FIRST.length);
            sink.end(FIRST, FIRST.length);
            throw new IllegalStateException("the books could not be written");
        };

        try (Socket socket = asked()) {
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(all).endsWith("5\r\nfirst" + END).containsOnlyOnce("HTTP/1.1");
        }
    }
}
