// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Route;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.StaleEpoch;
import dev.stagedoor.kernel.TenantId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A server actually running on a free port, with the keys of {@link KeysInMemory}. */
public final class StartedServer implements AutoCloseable {
    final KeysInMemory keys = new KeysInMemory();
    final List<StaleEpoch> stale = new CopyOnWriteArrayList<>();
    final List<TenantId> held = new CopyOnWriteArrayList<>();
    final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    final Health health = new Health(Map.of());
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    public StartedServer(HttpConfig config, List<Route<?>> routes) {
        this(config, any -> routes);
    }

    public StartedServer(HttpConfig config, Function<StartedServer, List<Route<?>>> routes) {
        server = HttpServer.start(
                config, routes.apply(this), new Gate(keys, keys, stale::add, this::holding), health, meters);
    }

    /** Holds nothing, and remembers whose row was asked for. */
    private <T> T holding(TenantId tenant, ScopedValue.CallableOp<T, IOException> work) throws IOException {
        held.add(tenant);
        return work.call();
    }

    public static StartedServer with(Route<?>... routes) {
        return new StartedServer(HttpConfig.local(), List.of(routes));
    }

    /** A request builder; answers that take longer than 20 s fail the test. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    public HttpRequest.Builder to(String path, String key) {
        return to(path).header("Authorization", "Bearer " + key);
    }

    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path, String key) {
        return send(to(path, key));
    }

    public HttpResponse<String> post(String path, String key, String json) {
        return send(to(path, key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** A connection for sending what no HTTP client would. */
    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** The lines of a request as sent on the wire; the last one is the body. */
    static String wire(String... lines) {
        return String.join("\r\n", lines);
    }

    /** Sends the text unchanged and reads until the server closes the connection. */
    public String raw(String request) {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The problem document in an answer, whose content type must match. */
    public static JsonNode problem(HttpResponse<String> response) {
        if (!response.headers().firstValue("Content-Type").orElse("").equals("application/problem+json")) {
            throw new AssertionError("not a problem: " + response.statusCode() + ' ' + response.body());
        }
        return json(response.body());
    }

    public static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    /** From now on that key is refused. */
    public void revoke(String key) {
        keys.revoked.add(key);
    }

    HttpServer server() {
        return server;
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
