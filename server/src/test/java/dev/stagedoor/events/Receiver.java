// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stagedoor.app.TestTenant;
import dev.stagedoor.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A tenant's backend on loopback that keeps what it is sent, and answers as it is told to. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Function<Hook, Reply> answering = hook -> Reply.of(204);

    /** One request. */
    record Hook(Map<String, String> headers, String body) {
        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name);
        }

        JsonNode json() {
            return Json.read(body, JsonNode.class);
        }

        String id() {
            return headers.getOrDefault("webhook-id", "");
        }

        String type() {
            return json().path("type").asText();
        }

        /** The number that a test put into the event. */
        int number() {
            return json().path("data").path("n").asInt();
        }
    }

    /** An answer; a status of 0 never comes. */
    record Reply(int status, Map<String, String> headers, String body) {
        static final Reply NEVER = of(0);

        static Reply of(int status) {
            return new Reply(status, Map.of(), "");
        }

        Reply with(String header, String value) {
            return new Reply(status, Map.of(header, value), body);
        }

        Reply saying(String text) {
            return new Reply(status, headers, text);
        }
    }

    private Receiver(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    static Receiver start() {
        try {
            return new Receiver(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers like this from now on. */
    Receiver answering(Function<Hook, Reply> how) {
        this.answering = how;
        return this;
    }

    /** Answers with that status from now on. */
    Receiver answering(int status) {
        return answering(hook -> Reply.of(status));
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks";
    }

    /** What it was sent, in order. */
    List<Hook> hooks() {
        return List.copyOf(hooks);
    }

    List<String> types() {
        return hooks.stream().map(Hook::type).toList();
    }

    List<Integer> numbers() {
        return hooks.stream().map(Hook::number).toList();
    }

    /** Waits until it was sent that many. */
    List<Hook> await(int count) {
        TestTenant.until(count + " webhooks, of which " + hooks.size() + " came", () -> hooks.size() >= count);
        return hooks();
    }

    private void receive(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        Hook hook = new Hook(headers, new String(body, StandardCharsets.UTF_8));
        Reply reply = answering.apply(hook);
        hooks.add(hook);
        if (reply.status() == 0) {
            hang();
        }
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] text = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status() == 0 ? 500 : reply.status(), text.length == 0 ? -1 : text.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(text);
        } catch (IOException cut) {
            // The sender has read enough.
        }
    }

    private void hang() {
        try {
            if (!closed.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten to close its receiver");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
