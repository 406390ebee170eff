// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.http.Socket;
import dev.stagedoor.http.stream.PermissionCheck;
import dev.stagedoor.kernel.Scope;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A socket is admitted like any request, and ends when its permission, the server or its client does. */
@Tag("slow")
class SocketRoutesTest {
    private final StartedServer server = new StartedServer(
            HttpConfig.local().with(draft -> draft.sockets = new HttpConfig.Sockets(3, 2)),
            List.of(
                    echo("/api/v1/echo", "echo.open", new Access.TenantScope(Scope.AGENTS_WRITE)),
                    echo("/api/v1/spent", "spent", new Access.TenantScope(Scope.AGENTS_WRITE)),
                    echo("/api/v1/page", "page.open", new Access.Publishable(Scope.TOKENS_MINT)),
                    Route.get("/api/v1/plain", new Access.TenantScope(Scope.AGENTS_READ))
                            .named("plain.get", "Get nothing")
                            .by(exchange -> Reply.nothing())));
    private final HttpClient client = HttpClient.newHttpClient();

    private static Route<?> echo(String path, String action, Access access) {
        return Route.socket(path, access).named(action, "Echo").by(exchange -> {
            String tenant = exchange.tenant().value();
            return new Reply.Upgrade(new Socket.Handler() {
                @Override
                public void opened(Socket socket) {
                    socket.send("hello " + tenant);
                }

                @Override
                public void message(Socket socket, String text) {
                    if (text.equals("fail")) {
                        throw new IllegalStateException("failed as asked");
                    }
                    socket.send(text);
                }
            });
        });
    }

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void messages_go_both_ways_for_the_keys_tenant() throws Exception {
        Heard heard = open("/api/v1/echo", "acme", "");

        assertThat(heard.next()).isEqualTo("hello " + KeysInMemory.ACME.value());
        heard.socket().sendText("é and ", false).join();
        heard.socket().sendText("more", true).join();
        assertThat(heard.next()).isEqualTo("é and more");
        heard.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(heard.next()).startsWith("closed 1000");
        assertThat(server.get("/metrics-are-elsewhere", "acme").statusCode()).isEqualTo(404);
        assertThat(server.meters.scrape()).contains("route=\"/api/v1/echo\",status=\"101\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/echo, '', '', 401",
        "/api/v1/echo, nobody, '', 401",
        "/api/v1/echo, acme-reader, '', 403",
        "/api/v1/echo, acme, https://evil.example, 403",
        "/api/v1/page, pub, https://evil.example, 403",
        "/api/v1/spent, acme, '', 429",
        "/api/v1/none, acme, '', 404",
        "/api/v1/plain, acme, '', 204",
    })
    void an_upgrade_is_refused_as_any_request_is(String path, String key, String origin, int status) {
        assertThat(refused(path, key, origin).statusCode()).isEqualTo(status);
    }

    /** An open socket whose handler has said its first words. */
    private Heard greeted(String path, String key, String origin) throws Exception {
        Heard heard = open(path, key, origin);
        assertThat(heard.next()).startsWith("hello");
        return heard;
    }

    @Test
    void a_page_opens_one_with_a_publishable_key_of_its_origin() throws Exception {
        assertThat(open("/api/v1/page", "pub", KeysInMemory.SHOP).next()).startsWith("hello");
    }

    @Test
    void a_request_that_does_not_upgrade_is_told_to() {
        HttpResponse<String> answer = server.get("/api/v1/echo", "acme");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("WebSocket");
    }

    @Test
    @DisplayName("K2: it ends at the first check after its permission, and is checked twice a second")
    void it_ends_with_its_permission() throws Exception {
        Heard heard = greeted("/api/v1/echo", "globex", "");
        server.keys.revoked.add("globex");
        server.keys.rechecked.drainPermits();

        assertThat(heard.next()).isEqualTo("closed 1008 unauthenticated");
        assertThat(server.keys.rechecked.availablePermits()).isLessThanOrEqualTo(1);
        assertThat(PermissionCheck.INTERVAL).isLessThanOrEqualTo(Duration.ofMillis(500));
    }

    @Test
    @DisplayName("K2: it ends when its permission cannot be checked, even for lack of memory")
    void it_ends_when_it_cannot_be_checked() throws Exception {
        Heard heard = greeted("/api/v1/echo", "globex", "");
        server.keys.failing.add("globex");

        assertThat(heard.next()).isEqualTo("closed 1013 busy");
    }

    @Test
    void a_ticket_opens_one_socket_which_stays_open_while_its_key_is_good() throws Exception {
        String path = "/api/v1/echo?ticket=" + server.keys.ticket("acme");
        Heard heard = greeted(path, "", "");
        assertThat(server.keys.rechecked.tryAcquire(2, 10, TimeUnit.SECONDS)).isTrue();
        heard.socket().sendText("still here", true).join();
        assertThat(heard.next()).isEqualTo("still here");

        assertThat(refused(path, "", "").statusCode()).isEqualTo(401);
        server.keys.revoked.add("acme");
        assertThat(heard.next()).isEqualTo("closed 1008 unauthenticated");
    }

    @Test
    void a_cookie_opens_one_from_the_servers_own_pages_only() throws Exception {
        String own = "http://127.0.0.1:" + server.port();

        assertThat(opened(builder()
                                .header("Cookie", "__Host-stagedoor=session-acme")
                                .header("Origin", own))
                        .next())
                .startsWith("hello");
        for (String other : List.of("https://evil.example", own + "0")) {
            assertThat(refused(builder()
                                    .header("Cookie", "__Host-stagedoor=session-acme")
                                    .header("Origin", other))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(refused(builder().header("Cookie", "__Host-stagedoor=session-acme"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_key_has_so_many_at_a_time_and_a_place_is_free_again_however_one_ended() throws Exception {
        Heard first = open("/api/v1/echo", "acme", "");
        Heard second = open("/api/v1/echo", "acme", "");
        assertThat(first.next() + second.next()).contains("hello");
        HttpResponse<?> refused = refused("/api/v1/echo", "acme", "");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        first.socket().abort();
        second.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        for (int i = 0; i < 2; i++) {
            assertThat(openedOnceThereIsAPlace().next()).startsWith("hello");
        }
    }

    @Test
    void a_tenant_has_so_many_whatever_keys_it_has_and_others_have_their_own() throws Exception {
        List<Heard> its = List.of(
                open("/api/v1/echo", "acme", ""),
                open("/api/v1/echo", "acme", ""),
                open("/api/v1/echo", "acme-second", ""));
        for (Heard heard : its) {
            assertThat(heard.next()).startsWith("hello");
        }

        assertThat(refused("/api/v1/echo", "acme-second", "").statusCode()).isEqualTo(429);
        assertThat(open("/api/v1/echo", "globex", "").next()).startsWith("hello");
    }

    /** The server notices a disconnect a moment after the client. */
    private Heard openedOnceThereIsAPlace() {
        for (long end = System.nanoTime() + 10_000_000_000L; System.nanoTime() < end; ) {
            try {
                return open("/api/v1/echo", "acme", "");
            } catch (CompletionException full) {
                assertThat(response(full).statusCode()).isEqualTo(429);
            }
        }
        throw new AssertionError("the places stay taken");
    }

    @Test
    void a_ping_is_answered() throws Exception {
        Heard heard = greeted("/api/v1/echo", "acme", "");
        heard.socket().sendPing(ByteBuffer.wrap(new byte[] {7})).join();

        assertThat(heard.next()).isEqualTo("pong 7");
    }

    @Test
    void it_ends_with_1012_when_the_server_goes_down() throws Exception {
        Heard heard = greeted("/api/v1/echo", "acme", "");
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server.server()::close);

        assertThat(heard.next()).startsWith("closed 1012");
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_message_that_is_too_large_ends_it() throws Exception {
        Heard heard = greeted("/api/v1/echo", "acme", "");
        String half = "x".repeat(600_000);
        heard.socket().sendText(half, false).join();
        heard.socket().sendText(half, true).join();

        assertThat(heard.next()).startsWith("closed 1009");
    }

    @Test
    void bytes_and_failures_end_it_without_saying_why() throws Exception {
        Heard bytes = greeted("/api/v1/echo", "acme", "");
        bytes.socket().sendBinary(ByteBuffer.allocate(1), true).join();
        assertThat(bytes.next()).startsWith("closed 1003");

        Heard fails = greeted("/api/v1/echo", "acme", "");
        fails.socket().sendText("fail", true).join();
        assertThat(fails.next()).isEqualTo("closed 1011 internal error");
    }

    private HttpResponse<?> refused(String path, String key, String origin) {
        return refusal(() -> open(path, key, origin));
    }

    private HttpResponse<?> refused(WebSocket.Builder builder) {
        return refusal(() -> opened(builder));
    }

    private static HttpResponse<?> refusal(Runnable opening) {
        CompletionException refused = catchThrowableOfType(CompletionException.class, opening::run);
        return response(refused);
    }

    private static HttpResponse<?> response(CompletionException refused) {
        if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
            return handshake.getResponse();
        }
        throw refused;
    }

    private WebSocket.Builder builder() {
        return client.newWebSocketBuilder();
    }

    private Heard open(String path, String key, String origin) {
        WebSocket.Builder builder = builder();
        if (!key.isEmpty()) {
            builder.header("Authorization", "Bearer " + key);
        }
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        return opened(builder, path);
    }

    private Heard opened(WebSocket.Builder builder) {
        return opened(builder, "/api/v1/echo");
    }

    private Heard opened(WebSocket.Builder builder, String path) {
        Heard heard = new Heard();
        heard.opened = builder.buildAsync(URI.create("ws://127.0.0.1:" + server.port() + path), heard)
                .join();
        return heard;
    }

    /** What a client receives: whole messages, and {@code closed <code> <reason>}. */
    private static final class Heard implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder text = new StringBuilder();
        private @Nullable WebSocket opened;

        WebSocket socket() {
            return Objects.requireNonNull(opened);
        }

        String next() throws InterruptedException {
            String next = heard.poll(10, TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
            heard.add("pong " + payload.get());
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add("closed " + code + ' ' + reason);
            return CompletableFuture.completedFuture(null);
        }
    }
}
