// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.load;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Responds to each request with a status chosen by its number, counted from 1. */
final class AnsweringServer implements AutoCloseable {
    /** For {@link HttpServer}: a body of unknown length, in chunks. */
    private static final int CHUNKED = 0;

    private final AtomicInteger answered = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    AnsweringServer(IntUnaryOperator status) throws IOException {
        this(status, "x".repeat(3_000), false);
    }

    /** Responds with these events, in chunks, and closes the connection. */
    static AnsweringServer streaming(String events) throws IOException {
        return new AnsweringServer(n -> 200, events, true);
    }

    private AnsweringServer(IntUnaryOperator status, String text, boolean chunked) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (chunked) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            exchange.sendResponseHeaders(
                    status.applyAsInt(answered.incrementAndGet()), chunked ? CHUNKED : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    int answered() {
        return answered.get();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
