// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Takes;
import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Scope;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A route may take larger bodies than others, and a tenant's hold no more than its share of memory (I7)")
class LargeBodiesTest {
    private static final int MIB = 1 << 20;

    private final Semaphore handled = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final StartedServer server = StartedServer.with(
            Route.post("/api/v1/pictures", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("picture.create", "Takes a picture")
                    .takes(Picture.class, new Takes.Most(new DataSize(40 * MIB), "pictures.max_request"))
                    .answers(Map.class)
                    .by((exchange, body) -> Reply.ok(Map.of("size", body.data().length()))),
            Route.post("/api/v1/slow-pictures", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("picture.create_slowly", "Takes a picture, and thinks about it")
                    .takes(Picture.class, new Takes.Most(new DataSize(40 * MIB), "pictures.max_request"))
                    .answers(Map.class)
                    .by((exchange, body) -> {
                        handled.release();
                        return slowly(body);
                    }),
            Route.post("/api/v1/names", new Access.TenantScope(Scope.AGENTS_WRITE))
                    .named("name.create", "Takes a name")
                    .takes(Picture.class)
                    .answers(Map.class)
                    .by((exchange, body) -> Reply.ok(Map.of("size", body.data().length()))));

    record Picture(@NotNull @Size(max = 39 * MIB) String data) {}

    private Reply slowly(Picture body) {
        try {
            over.await();
            return Reply.ok(Map.of("size", body.data().length()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void close() {
        over.countDown();
        clients.close();
        server.close();
    }

    private HttpResponse<String> post(String path, String key, int size) {
        // An escaped character in it is looked at, too.
        return server.post(path, key, "{\"data\":\"\\ud83d\\ude00" + "A".repeat(size) + "\"}");
    }

    private static String code(HttpResponse<String> refused) {
        return StartedServer.problem(refused).get("code").asText();
    }

    @Test
    void a_body_is_taken_up_to_the_routes_own_limit_in_one_string() {
        assertThat(post("/api/v1/pictures", "acme", 30 * MIB).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = post("/api/v1/pictures", "acme", 41 * MIB);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains(40 * MIB + " bytes", "pictures.max_request");
    }

    @Test
    void other_routes_take_what_they_did_and_no_longer_strings() {
        assertThat(post("/api/v1/names", "acme", 100_000).statusCode()).isEqualTo(200);
        assertThat(code(post("/api/v1/names", "acme", 200_000))).isEqualTo("malformed_request");
        assertThat(post("/api/v1/names", "acme", MIB).statusCode()).isEqualTo(413);
    }

    @Test
    void a_tenants_large_requests_in_progress_leave_room_for_others() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(
                () -> post("/api/v1/slow-pictures", "acme", 35 * MIB).statusCode(), clients);
        handled.acquire();

        HttpResponse<String> second = post("/api/v1/pictures", "acme-second", 35 * MIB);

        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("Retry-After")).isPresent();
        assertThat(post("/api/v1/pictures", "acme", 1_000).statusCode()).isEqualTo(200);
        assertThat(post("/api/v1/pictures", "globex", 35 * MIB).statusCode()).isEqualTo(200);
        over.countDown();
        assertThat(first.get()).isEqualTo(200);
        assertThat(post("/api/v1/pictures", "acme", 35 * MIB).statusCode()).isEqualTo(200);
    }

    /** Clients send what they have to send before they read. */
    @Test
    void a_client_that_is_still_sending_a_body_that_is_much_too_large_gets_its_reply() throws IOException {
        String head = String.join(
                "\r\n",
                "POST /api/v1/names HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Authorization: Bearer acme",
                "");
        byte[] body = new byte[20 * MIB];

        String sized = sent(head + "Content-Length: " + body.length + "\r\n\r\n", body);
        assertThat(sized).startsWith("HTTP/1.1 413").contains("Connection: close");

        byte[] chunk = ("1000000\r\n" + "A".repeat(16 * MIB) + "\r\n0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        String chunked = sent(head + "Transfer-Encoding: chunked\r\n\r\n", chunk);
        assertThat(chunked).startsWith("HTTP/1.1 413").contains("Connection: close");
    }

    private String sent(String head, byte[] body) throws IOException {
        try (Socket socket = server.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
