// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.errors.AnthropicIoException;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Calls to providers: where they go, what ends them, and what a provider may do (I7, I8)")
class GuardedTransportTest {
    private static final Duration IDLE = Duration.ofMillis(600);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String WHOLE = CHUNKED + "5\r\nhello\r\n0\r\n\r\n";

    private final GuardedTransport transport =
            new GuardedTransport(new Egress(EgressConfig.withLoopback()), Duration.ofSeconds(2), IDLE);

    @AfterEach
    void close() {
        transport.close();
    }

    private static HttpPost post(String url) {
        HttpPost request = new HttpPost(url + "/v1/messages");
        request.setEntity(new StringEntity("{}", ContentType.create("application/json")));
        return request;
    }

    private Answered answer(RawGateway gateway) {
        return transport.send(post(gateway.url()), LONG, TenantId.PLATFORM);
    }

    private static String text(Answered answer) throws IOException {
        return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void acquired(Semaphore what) throws InterruptedException {
        assertThat(what.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void an_answer_that_was_read_to_its_end_leaves_its_connection_to_the_next_call() throws Exception {
        try (RawGateway gateway = new RawGateway(connection -> RawGateway.write(connection, WHOLE))) {
            for (int call = 0; call < 3; call++) {
                try (Answered answer = answer(gateway)) {
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
                    assertThat(answer.headers().values("content-type")).containsExactly("text/event-stream");
                    assertThat(text(answer)).isEqualTo("hello");
                }
            }

            assertThat(gateway.connections.availablePermits()).isEqualTo(1);
            assertThat(gateway.requests.take())
                    .startsWith("POST /v1/messages HTTP/1.1\r\n")
                    .contains("Content-Type: application/json\r\n")
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContainIgnoringCase("user-agent")
                    .endsWith("\r\n\r\n{}");
        }
    }

    @Test
    void whoever_closes_an_answer_early_ends_it_at_the_provider() throws Exception {
        try (RawGateway gateway =
                new RawGateway(connection -> RawGateway.write(connection, CHUNKED + "5\r\nhello\r\n"))) {
            Answered answer = answer(gateway);
            assertThat(answer.body().read()).isEqualTo('h');

            answer.body().close();

            acquired(gateway.left);
        }
    }

    @Test
    void an_interrupt_ends_a_call_at_the_provider() throws Exception {
        try (RawGateway gateway = new RawGateway(connection -> {})) {
            CompletableFuture<Throwable> failed = new CompletableFuture<>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try (Answered _ = answer(gateway)) {
                    failed.complete(new AssertionError("it was answered"));
                } catch (RuntimeException e) {
                    failed.complete(e);
                }
            });
            assertThat(gateway.requests.poll(30, TimeUnit.SECONDS)).isNotNull();

            caller.interrupt();

            assertThat(failed.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(AnthropicIoException.class)
                    .hasMessage("the request was interrupted");
            acquired(gateway.left);
        }
    }

    /** {@code provider}: what it does before it does nothing any more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-"})
    void a_provider_that_does_not_answer_in_time_is_given_up(String provider) throws Exception {
        try (RawGateway gateway = new RawGateway(connection -> RawGateway.write(connection, provider))) {
            assertThatThrownBy(() -> transport.send(post(gateway.url()), IDLE, TenantId.PLATFORM))
                    .isInstanceOf(AnthropicIoException.class);
            acquired(gateway.left);
        }
    }

    @Test
    void an_answer_on_which_nothing_arrives_is_given_up_and_says_so() throws Exception {
        try (RawGateway gateway =
                        new RawGateway(connection -> RawGateway.write(connection, CHUNKED + "5\r\nhello\r\n"));
                Answered answer = answer(gateway)) {
            assertThatThrownBy(() -> text(answer))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nothing arrived");
            acquired(gateway.left);
        }
    }

    @Test
    void a_provider_that_never_finishes_its_tls_handshake_is_given_up() throws Exception {
        try (RawGateway gateway = new RawGateway(connection -> {})) {
            assertThatThrownBy(
                            () -> transport.send(post("https://127.0.0.1:" + gateway.port()), IDLE, TenantId.PLATFORM))
                    .isInstanceOf(AnthropicIoException.class);
        }
    }

    @Test
    void a_provider_may_break_off_and_is_heard_doing_so() throws Exception {
        RawGateway.Script breaksOff = connection -> {
            RawGateway.write(connection, CHUNKED + "5\r\nhello\r\n");
            connection.close();
        };
        try (RawGateway gateway = new RawGateway(breaksOff);
                Answered answer = answer(gateway)) {
            assertThatThrownBy(() -> text(answer)).isInstanceOf(IOException.class);
        }
    }

    /** {@code endless}: repeated without an end. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "a: b\r\n"})
    void headers_without_an_end_are_refused(String endless) throws Exception {
        RawGateway.Script headers = connection -> endlessly(connection, HEAD, endless);
        try (RawGateway gateway = new RawGateway(headers)) {
            assertThatThrownBy(() -> answer(gateway)).isInstanceOf(AnthropicIoException.class);
            acquired(gateway.left);
        }
    }

    @Test
    void a_body_without_an_end_is_refused() throws Exception {
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        try (RawGateway gateway = new RawGateway(connection -> endlessly(connection, CHUNKED, chunk));
                Answered answer = answer(gateway);
                InputStream body = answer.body()) {
            assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("longer than");
        }
    }

    private static void endlessly(Socket connection, String first, String more) throws IOException {
        RawGateway.write(connection, first);
        while (true) {
            RawGateway.write(connection, more.repeat(500));
        }
    }

    @Test
    void no_redirect_is_followed() throws Exception {
        String elsewhere = "HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n";
        try (RawGateway gateway = new RawGateway(connection -> RawGateway.write(connection, elsewhere));
                Answered answer = answer(gateway)) {
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(gateway.requests).hasSize(1);
        }
    }

    @Test
    void pieces_that_arrived_together_are_told_of_and_those_that_did_not_are_waited_for() throws Exception {
        Semaphore next = new Semaphore(0);
        RawGateway.Script pieces = connection -> {
            RawGateway.write(connection, CHUNKED + "5\r\nfirst\r\n14\r\nsecond, with the fi\n\r\n");
            next.acquireUninterruptibly();
            RawGateway.write(connection, "5\r\nthird\r\n0\r\n\r\n");
        };
        try (RawGateway gateway = new RawGateway(pieces);
                Answered answer = answer(gateway);
                InputStream body = answer.body()) {
            byte[] bytes = new byte[100];
            assertThat(body.read(bytes)).isEqualTo(5);
            assertThat(body.available()).isPositive();
            assertThat(body.read(bytes)).isEqualTo(20);
            assertThat(body.available()).isZero();

            next.release();

            assertThat(body.read(bytes)).isEqualTo(5);
            assertThat(body.available()).as("the end has arrived").isPositive();
            assertThat(body.read(bytes)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9", "http://localhost:9", "http://169.254.169.254", "http://[::1]:9"})
    void only_permitted_addresses_are_connected_to(String url) {
        Egress closed = new Egress(EgressConfig.publicOnly());
        try (GuardedTransport strict = new GuardedTransport(closed, Duration.ofSeconds(2), IDLE)) {
            assertThatThrownBy(() -> strict.send(post(url), LONG, TenantId.PLATFORM))
                    .isInstanceOf(LiveKitException.AddressRefused.class);
        }
    }

    @Test
    void one_tenants_slow_gateway_takes_no_connection_from_others() throws Exception {
        try (RawGateway slow = new RawGateway(connection -> {});
                RawGateway other = new RawGateway(connection -> RawGateway.write(connection, WHOLE))) {
            List<Thread> waiting = IntStream.range(0, 100)
                    .mapToObj(i -> Thread.ofVirtual()
                            .start(() ->
                                    assertThatThrownBy(() -> answer(slow)).isInstanceOf(AnthropicIoException.class)))
                    .toList();
            assertThat(slow.connections.tryAcquire(100, 30, TimeUnit.SECONDS)).isTrue();

            try (Answered answer = answer(other)) {
                assertThat(text(answer)).isEqualTo("hello");
            }
            waiting.forEach(Thread::interrupt);
        }
    }

    @Test
    void calls_that_are_under_way_when_it_is_closed_fail_as_calls_do_and_so_do_later_ones() throws Exception {
        try (RawGateway gateway = new RawGateway(connection -> RawGateway.write(connection, CHUNKED + "1\r\nx\r\n"));
                RawGateway silent = new RawGateway(connection -> {})) {
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> answer(silent), Thread::startVirtualThread);
            acquired(silent.connections);
            try (Answered open = answer(gateway)) {
                assertThat(open.body().read()).isEqualTo('x');

                transport.close();

                assertThatThrownBy(open.body()::read).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(AnthropicIoException.class);
            assertThatThrownBy(() -> answer(gateway)).isInstanceOf(AnthropicIoException.class);
        }
    }
}
