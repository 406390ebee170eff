// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 as far as clients need it, and what the handler learns of a client that leaves. */
class HttpListenerTest {
    private static final int MAX_BODY = 10;
    private static final String CHUNKED = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    private static final int PATIENCE_MILLIS = 20_000;

    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final HttpListener listener = HttpListener.start(0, MAX_BODY, this::handle);

    @AfterEach
    void stop() {
        listener.close();
    }

    /** Repeats the request's method, path and body; {@code /wait} waits for ever and {@code /cut} breaks off. */
    private void handle(HttpRequest request, HttpExchange exchange) throws IOException, InterruptedException {
        exchange.whenClientLeaves(left::countDown);
        if (request.path().equals("/wait")) awaitTheEnd();
        String body = request.method() + " " + request.path() + " "
                + (request.tooLarge() ? "too large" : new String(request.body(), StandardCharsets.UTF_8));
        if (request.path().equals("/cut")) {
            exchange.start(200, Map.of());
            exchange.write(body.getBytes(StandardCharsets.UTF_8));
            throw exchange.cut();
        }
        exchange.send(200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    private void awaitTheEnd() throws InterruptedException {
        waiting.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @Test
    void requests_follow_each_other_on_one_connection_even_when_sent_at_once() throws IOException {
        String both = "GET /a HTTP/1.1\r\n\r\nPOST /b?c HTTP/1.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
        assertThat(exchange(both)).contains("\r\n\r\nGET /a HTTP/1.1 200").endsWith("\r\n\r\nPOST /b hi");
    }

    @Test
    void a_body_can_come_in_chunks() throws IOException {
        String request = CHUNKED + "2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n";
        assertThat(exchange(request)).endsWith("POST /a hello");
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        String request = "POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";
        assertThat(exchange(request))
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK")
                .endsWith("POST /a hi");
    }

    @Test
    void a_body_that_is_too_large_is_read_and_dropped() throws IOException {
        String fixed = "POST /a HTTP/1.1\r\nContent-Length: 11\r\nConnection: close\r\n\r\n12345678901";
        assertThat(exchange(fixed)).endsWith("POST /a too large");
        assertThat(exchange(CHUNKED + "6\r\n123456\r\n5\r\n78901\r\n0\r\n\r\n")).endsWith("POST /a too large");
    }

    @Test
    void what_is_not_http_ends_the_connection() throws IOException {
        assertThat(exchange("HELLO\r\n\r\n")).isEmpty();
        assertThat(exchange("GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n")).isEmpty();
        assertThat(exchange("GET / HTTP/1.1\r\nno header\r\n\r\n")).isEmpty();
    }

    @Test
    void a_response_can_be_cut() throws IOException {
        assertThat(exchange("GET /cut HTTP/1.1\r\n\r\n")).endsWith("\r\n\r\n9\r\nGET /cut \r\n");
    }

    @Test
    void a_client_that_leaves_interrupts_its_handler_at_once() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /wait HTTP/1.1\r\n\r\n");
            assertThat(waiting.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            assertThat(left.getCount()).isEqualTo(1);
        }
        assertThat(left.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(interrupted.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void closing_ends_every_connection() throws Exception {
        try (Socket client = connect()) {
            send(client, "GET /wait HTTP/1.1\r\n\r\n");
            assertThat(waiting.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            listener.close();
            assertThat(client.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(interrupted.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
    }

    private String exchange(String request) throws IOException {
        try (Socket client = connect()) {
            send(client, request);
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        client.setSoTimeout(PATIENCE_MILLIS);
        return client;
    }

    private static void send(Socket client, String request) throws IOException {
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
}
