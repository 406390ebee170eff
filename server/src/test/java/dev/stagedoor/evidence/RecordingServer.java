// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A tenant's server that is no LiveKit: it says yes to everything, and keeps whatever it is sent. */
final class RecordingServer implements AutoCloseable {
    private static final Pattern JWT = Pattern.compile("[\\w-]{10,}\\.[\\w-]{10,}\\.[\\w-]{10,}");
    private static final Pattern ASKED = Pattern.compile("\"names\":\\[\"([^\"]+)\"");

    private final HttpServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private volatile boolean hasAll;

    RecordingServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.add(exchange.getRequestURI() + "\n"
                    + exchange.getRequestHeaders().entrySet() + "\n" + body);
            byte[] yes = answer(body).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, yes.length);
            exchange.getResponseBody().write(yes);
        }
    }

    /** From now on it says that it has whatever room it is asked for. */
    void hasEveryRoom() {
        hasAll = true;
    }

    private String answer(String body) {
        Matcher asked = ASKED.matcher(body);
        return hasAll && asked.find() ? "{\"rooms\":[{\"sid\":\"RM_1\",\"name\":\"" + asked.group(1) + "\"}]}" : "{}";
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests: path, headers and body. */
    List<String> received() {
        return received;
    }

    /** All tokens that were in them, wherever. */
    List<String> tokens() {
        return received.stream()
                .flatMap(request -> JWT.matcher(request).results())
                .map(MatchResult::group)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
