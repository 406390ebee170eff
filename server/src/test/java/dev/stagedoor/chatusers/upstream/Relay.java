// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.chatusers.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Stands between a node and its upstream server, and does to requests what a test says. */
final class Relay implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final HttpServer server;
    private final URI upstream;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Function<String, Fault> faults = request -> Fault.NONE;

    /** What happens to a request. */
    sealed interface Fault {
        Fault NONE = new None();

        /** It is passed on, and so is the answer. */
        record None() implements Fault {}

        /** It is passed on; the answer is lost. */
        record Lost() implements Fault {}

        /** Nobody answers. */
        record Hangs() implements Fault {}

        /** It is answered like this, and not passed on. */
        record Answers(int status, String json) implements Fault {}
    }

    Relay(URI upstream) {
        this.upstream = upstream;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on; a request is its method and path, with {@code *} for an id. */
    void faults(Function<String, Fault> what) {
        faults = what;
    }

    void heal() {
        faults = request -> Fault.NONE;
    }

    /** How many such requests came. */
    long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    int count() {
        return requests.size();
    }

    void forget() {
        requests.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().replaceFirst("/cu_[a-z0-9]+", "/*");
            requests.add(request);
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (faults.apply(request)) {
                case Fault.None none -> passOn(exchange, pass(exchange, body));
                case Fault.Lost lost -> pass(exchange, body);
                case Fault.Hangs hangs -> over.await();
                case Fault.Answers(int status, String json) ->
                    answer(exchange, status, json.getBytes(StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        upstream.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body))
                .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"));
        if (body.length > 0) {
            request.header("Content-Type", "application/json");
        }
        return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static void passOn(HttpExchange exchange, HttpResponse<byte[]> response) throws IOException {
        answer(exchange, response.statusCode(), response.body());
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }
}
