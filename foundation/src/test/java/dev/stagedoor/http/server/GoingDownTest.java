// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static dev.stagedoor.http.server.StartedServer.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Handler;
import dev.stagedoor.http.Health;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.NoBody;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.documents.PlatformRoutes;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Scope;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** E5, and that no client holds a connection for longer than allowed. */
class GoingDownTest {
    private static HttpConfig draining(Duration timeout) {
        return HttpConfig.local().with(draft -> draft.drainTimeout = timeout);
    }

    private static Route<NoBody> work(Handler<NoBody> handler) {
        return Route.post("/api/v1/work", new Access.TenantScope(Scope.AGENTS_WRITE))
                .named("work.do", "Works")
                .by(handler);
    }

    @Test
    void a_request_under_way_finishes_and_a_later_one_is_sent_elsewhere() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        Handler<NoBody> slow = (exchange, none) -> {
            working.countDown();
            await(finish);
            return Reply.nothing();
        };
        try (StartedServer server = new StartedServer(HttpConfig.local(), List.of(work(slow)))) {
            CompletableFuture<HttpResponse<String>> first =
                    CompletableFuture.supplyAsync(() -> server.post("/api/v1/work", "acme", ""));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server.server()::close);
            HttpResponse<String> late = untilRefused(server);
            finish.countDown();

            assertThat(problem(late).get("code").asText()).isEqualTo(ErrorCode.SHUTTING_DOWN.wire());
            assertThat(late.headers().firstValue("Retry-After")).isPresent();
            assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(204);
            closed.get(10, TimeUnit.SECONDS);
            assertThat(server.health.report().status()).isEqualTo("draining");
        }
    }

    /** The shutdown starts on another thread: polls until it shows. */
    private static HttpResponse<String> untilRefused(StartedServer server) {
        while (true) {
            HttpResponse<String> answer = server.post("/api/v1/work", "nobody", "");
            if (answer.statusCode() == 503) {
                return answer;
            }
        }
    }

    @Test
    void going_down_waits_only_so_long() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        Handler<NoBody> never = (exchange, none) -> {
            working.countDown();
            await(new CountDownLatch(1));
            return Reply.nothing();
        };
        try (StartedServer server = new StartedServer(draining(Duration.ofMillis(200)), List.of(work(never)));
                Socket socket = server.connect()) {
            socket.getOutputStream().write(post("Content-Length: 0\r\n\r\n"));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(CompletableFuture.runAsync(server.server()::close)).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    @Test
    void readiness_says_no_first_while_requests_are_still_served() {
        Health health = new Health(Map.of("database", () -> {}));
        assertThat(health.report()).isEqualTo(new Health.Report("ready", Map.of("database", "ok")));
        health.drain();
        assertThat(health.report().isReady()).isFalse();
    }

    @Test
    void a_check_that_fails_is_named_but_not_why() {
        Health health = new Health(Map.of("database", () -> {
            throw new IOException("jdbc:postgresql://secret-host");
        }));

        assertThat(health.report()).isEqualTo(new Health.Report("not_ready", Map.of("database", "failed")));
    }

    @Test
    void a_client_that_sends_its_body_too_slowly_is_cut_off() throws Exception {
        assertCutOff("Content-Type: application/json\r\nContent-Length: 100\r\n\r\n", "{");
    }

    @Test
    void a_client_that_sends_its_request_line_too_slowly_is_cut_off() throws Exception {
        assertCutOff("GET /".getBytes(StandardCharsets.US_ASCII), "a");
    }

    @Test
    void a_client_that_sends_its_headers_too_slowly_is_cut_off() throws Exception {
        assertCutOff("X-Slow: a", "a");
    }

    /** Sends a little now and then, each time well within the socket's own timeout. */
    private static void assertCutOff(String begin, String drip) throws Exception {
        assertCutOff(post(begin), drip);
    }

    private static void assertCutOff(byte[] begin, String drip) throws Exception {
        HttpConfig config = draining(Duration.ofSeconds(1)).with(draft -> {
            draft.requestTimeout = Duration.ofMillis(300);
            draft.idleTimeout = Duration.ofMinutes(1);
        });
        try (StartedServer server = new StartedServer(config, List.of(work((x, none) -> Reply.nothing())));
                Socket socket = server.connect()) {
            socket.getOutputStream().write(begin);
            socket.setSoTimeout(50);
            long began = System.nanoTime();
            while (!isClosed(socket, drip)) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(200));
        }
    }

    private static boolean isClosed(Socket socket, String drip) {
        try {
            socket.getOutputStream().write(drip.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void the_platforms_own_routes_are_served() {
        try (StartedServer server = platform()) {
            assertThat(server.get("/health/live", "").body()).contains("\"status\":\"live\"");
            assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(200);
            assertThat(server.get("/version", "").body()).isEqualTo("{\"name\":\"stagedoor\",\"version\":\"1.2.3\"}");
            assertThat(server.get("/openapi.json", "").body()).contains("\"openapi\" : \"3.1.0\"", "/api/v1/work");
            assertThat(server.get("/docs", "")
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElse(""))
                    .contains("default-src 'none'", "style-src");
            assertThat(server.get("/version", "").headers().firstValue("Strict-Transport-Security"))
                    .hasValue("max-age=31536000");
            server.health.drain();
            assertThat(server.get("/health/ready", "").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void metrics_are_for_operators_and_count_by_the_routes_pattern() {
        try (StartedServer server = platform()) {
            server.post("/api/v1/work", "acme", "");
            server.get("/no/such/path", "acme");

            assertThat(server.get("/metrics", "").statusCode()).isEqualTo(401);
            assertThat(server.get("/metrics", "acme").statusCode()).isEqualTo(403);
            assertThat(server.get("/metrics", "op").body())
                    .contains(
                            "http_server_requests_seconds_count{method=\"POST\",route=\"/api/v1/work\",status=\"204\"}"
                                    + " 1")
                    .contains("route=\"-\",status=\"404\"")
                    .doesNotContain("/no/such/path");
        }
    }

    private static StartedServer platform() {
        return new StartedServer(
                HttpConfig.local().with(draft -> draft.hsts = Duration.ofDays(365)),
                server -> PlatformRoutes.table(
                        List.of(work((x, none) -> Reply.nothing())), server.health, server.meters, "1.2.3"));
    }

    private static byte[] post(String rest) {
        return ("POST /api/v1/work HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\n" + rest)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
