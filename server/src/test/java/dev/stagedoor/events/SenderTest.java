// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.api.events.EventView;
import dev.stagedoor.egress.Egress;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.events.Delivery.Attempt;
import dev.stagedoor.events.Receiver.Reply;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.outbound.GuardedHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("I8, I7: what an endpoint answers leads nowhere else, and takes neither long nor much")
class SenderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TIMEOUT = Duration.ofMillis(700);

    private final Receiver backend = Receiver.start();

    @AfterEach
    void close() {
        backend.close();
    }

    private static Attempt sent(String url) throws InterruptedException {
        return sent(url, EgressConfig.withLoopback());
    }

    private static Attempt sent(String url, EgressConfig egress) throws InterruptedException {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (GuardedHttp http = new GuardedHttp(new Egress(egress), TIMEOUT)) {
            return new Sender(http, clock, TIMEOUT)
                    .send(new Sender.Message(
                            TenantId.next(NOW),
                            EndpointUrl.parsed(url),
                            new EventView("evt_1", "call.ended", NOW, Map.of()),
                            List.of(Signed.newSecret())));
        }
    }

    @Test
    void an_answer_of_2xx_is_a_delivery() throws InterruptedException {
        backend.answering(hook -> Reply.of(202).saying("thanks\u0000\u001b[31m"));

        Attempt attempt = sent(backend.url());

        assertThat(attempt.isDelivered()).isTrue();
        assertThat(attempt.status()).isEqualTo(202);
        assertThat(attempt.answer()).isEqualTo("thanks\ufffd\ufffd[31m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/meta-data", "http://127.0.0.1:1/"})
    void a_redirect_is_not_followed(String elsewhere) throws InterruptedException {
        backend.answering(hook -> Reply.of(307).with("Location", elsewhere));

        Attempt attempt = sent(backend.url());

        assertThat(attempt.failure()).isEqualTo("redirect");
        assertThat(backend.hooks()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/hooks", "http://[fd00:ec2::254]/hooks", "https://100.100.100.200/"})
    void an_endpoint_that_has_become_a_metadata_service_is_not_called(String url) throws InterruptedException {
        assertThat(sent(url).failure()).isEqualTo("address_not_allowed");
    }

    @Test
    void a_name_that_leads_to_this_machine_by_now_is_not_called() throws InterruptedException {
        String url = backend.url().replace("127.0.0.1", "localhost");

        assertThat(sent(url, EgressConfig.publicOnly()).failure()).isEqualTo("address_not_allowed");
        assertThat(backend.hooks()).isEmpty();
        assertThat(sent(url).isDelivered()).as("where that is allowed").isTrue();
    }

    @Test
    void of_a_long_answer_only_the_beginning_is_read() throws InterruptedException {
        backend.answering(hook -> Reply.of(200).saying("x".repeat(5_000_000)));

        Attempt attempt = sent(backend.url());

        assertThat(attempt.isDelivered()).isTrue();
        assertThat(attempt.answer()).hasSize(Sender.KEPT);
    }

    @Test
    void an_answer_that_never_ends_is_given_up() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(server));

            Attempt attempt = sent("http://127.0.0.1:" + server.getLocalPort() + "/");

            assertThat(attempt.failure()).isEqualTo("timeout");
            assertThat(attempt.took()).isBetween(TIMEOUT, Duration.ofSeconds(5));
        }
    }

    private static void drip(ServerSocket server) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nslow".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException closed) {
            // The sender has given up.
        }
    }

    @Test
    void one_that_does_not_answer_is_given_up() throws InterruptedException {
        backend.answering(hook -> Reply.NEVER);

        assertThat(sent(backend.url()).failure()).isEqualTo("timeout");
    }

    @Test
    void what_cannot_be_reached_is_said_in_a_word() throws InterruptedException {
        String gone = backend.url();
        backend.close();

        assertThat(sent(gone).failure()).isEqualTo("unreachable");
        assertThat(sent("https://nowhere.invalid/hooks").failure()).isEqualTo("unresolved");
    }

    @Test
    void a_server_without_tls_is_not_spoken_to_in_the_clear() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> drip(server));

            assertThat(sent("https://127.0.0.1:" + server.getLocalPort() + "/").failure())
                    .isEqualTo("tls");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"120", "Sun, 01 Mar 2026 12:02:00 GMT"})
    void it_may_say_when_to_try_again(String later) throws InterruptedException {
        backend.answering(hook -> Reply.of(503).with("Retry-After", later));

        assertThat(sent(backend.url()).retryAfter()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "Sun, 01 Mar 2020 12:02:00 GMT", "99999999999999"})
    void what_it_says_wrongly_is_ignored(String later) throws InterruptedException {
        backend.answering(hook -> Reply.of(429).with("Retry-After", later));

        assertThat(sent(backend.url()).retryAfter()).isNull();
    }
}
