// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is applied, as an API server does that judges nothing, and answers as badly as it is told to: what a real one
 * does only when it is in trouble.
 */
final class FaultyApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final ConcurrentLinkedDeque<Fault> faults = new ConcurrentLinkedDeque<>();
    /** What a pod's log says each time that it is opened. */
    final ConcurrentLinkedDeque<String> logs = new ConcurrentLinkedDeque<>();
    /** Method and path of each request, in order. */
    final List<String> requests = new CopyOnWriteArrayList<>();

    /** What answers the next request whose line contains the words; status 0 is no answer at all. */
    record Fault(String words, int status, String retryAfter) {}

    private FaultyApiServer(HttpServer server) {
        this.server = server;
    }

    static FaultyApiServer start() throws IOException {
        FaultyApiServer faulty =
                new FaultyApiServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        faulty.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        faulty.server.createContext("/", faulty::answer);
        faulty.server.start();
        return faulty;
    }

    /** A kubeconfig for it, in that folder. */
    String kubeconfig(Path folder) throws IOException {
        Path file = folder.resolve("kubeconfig");
        Files.writeString(file, """
            apiVersion: v1
            kind: Config
            current-context: test
            contexts: [{name: test, context: {cluster: test, user: test}}]
            clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: test, user: {token: test}}]
            """.formatted(server.getAddress().getPort()));
        return file.toString();
    }

    /** Answers the next such requests so. */
    void fail(int times, String words, int status) {
        for (int i = 0; i < times; i++) {
            faults.add(new Fault(words, status, ""));
        }
    }

    /** Asks the next such request to come again after that many seconds. */
    void tooMany(String words, String retryAfter) {
        faults.add(new Fault(words, 429, retryAfter));
    }

    synchronized void put(String path, String json) throws IOException {
        objects.put(path, (ObjectNode) JSON.readTree(json));
    }

    synchronized @Nullable ObjectNode object(String path) {
        return objects.get(path);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(line);
        Fault fault = faults.stream()
                .filter(f -> line.contains(f.words()))
                .findFirst()
                .orElse(null);
        if (fault == null) {
            serve(exchange, body);
            return;
        }
        faults.remove(fault);
        if (fault.status() == 0) {
            hang();
        } else {
            if (!fault.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", fault.retryAfter());
            }
            send(
                    exchange,
                    fault.status(),
                    status(fault.status(), "the test says so: " + new String(body, StandardCharsets.UTF_8)));
        }
    }

    private void hang() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void serve(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/log")) {
            byte[] log = String.valueOf(logs.poll()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, log.length);
            exchange.getResponseBody().write(log);
            exchange.close();
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "PATCH" -> send(exchange, 200, patched(path, (ObjectNode) JSON.readTree(body)));
            case "DELETE" -> {
                ObjectNode gone = objects.remove(path);
                send(exchange, gone == null ? 404 : 200, gone == null ? status(404, "not found") : gone);
            }
            default -> {
                ObjectNode found = objects.get(path);
                boolean isList = path.matches("/api/v1/pods|/apis/apps/v1/deployments");
                send(
                        exchange,
                        found == null && !isList ? 404 : 200,
                        isList ? list(exchange, path) : found == null ? status(404, "not found") : found);
            }
        }
    }

    /** What is applied takes the place of what there was; a merge is put into it. */
    private ObjectNode patched(String path, ObjectNode patch) {
        ObjectNode before = objects.get(path);
        if (before != null && !patch.has("metadata")) {
            ((ObjectNode) before.path("spec")).setAll((ObjectNode) patch.path("spec"));
            return before;
        }
        ObjectNode meta = (ObjectNode) patch.path("metadata");
        meta.put(
                "uid",
                before == null
                        ? "uid-of-" + path
                        : before.path("metadata").path("uid").asText());
        meta.put("creationTimestamp", "2026-11-30T12:00:00Z");
        objects.put(path, patch);
        return patch;
    }

    private ObjectNode list(HttpExchange exchange, String path) {
        String kind = path.substring(path.lastIndexOf('/') + 1);
        String query = String.valueOf(exchange.getRequestURI().getRawQuery());
        ObjectNode list = JSON.createObjectNode();
        list.put("kind", kind.equals("pods") ? "PodList" : "DeploymentList");
        list.put("apiVersion", kind.equals("pods") ? "v1" : "apps/v1");
        list.putObject("metadata").put("resourceVersion", "1");
        var items = list.putArray("items");
        objects.forEach((at, object) -> {
            if (at.contains("/" + kind + "/") && selected(object, query)) {
                items.add(object);
            }
        });
        return list;
    }

    private static boolean selected(ObjectNode object, String query) {
        String selector = query.replaceAll(".*labelSelector=([^&]*).*", "$1");
        return List.of(URLDecoder.decode(selector, StandardCharsets.UTF_8).split(",")).stream()
                .map(label -> label.split("=", 2))
                .allMatch(label -> object.path("metadata")
                        .path("labels")
                        .path(label[0])
                        .asText()
                        .equals(label[1]));
    }

    static ObjectNode status(int code, String message) {
        return JSON.createObjectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("code", code)
                .put("message", message);
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
