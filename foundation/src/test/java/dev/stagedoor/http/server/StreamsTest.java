// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.EventSource;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Answers that arrive in pieces: events and exports. */
class StreamsTest {
    record Tick(int count) {}

    private static HttpConfig config(Duration keepAlive, Duration idle) {
        HttpConfig local = HttpConfig.local();
        return new HttpConfig(
                local.host(),
                0,
                0,
                local.maxBody(),
                local.maxHeaders(),
                local.requestTimeout(),
                idle,
                local.maxConnections(),
                keepAlive,
                Duration.ZERO,
                Duration.ofSeconds(10),
                Duration.ZERO,
                true,
                local.sockets());
    }

    private static StartedServer serving(HttpConfig config, Reply reply) {
        return new StartedServer(
                config,
                List.of(Route.get("/api/v1/stream", new Access.TenantScope(Scope.DISPATCHES_READ))
                        .named("stream.read", "Reads a stream")
                        .by(exchange -> reply)));
    }

    private static StartedServer events(Duration keepAlive, EventSource source) {
        return serving(config(keepAlive, Duration.ofMinutes(1)), new Reply.Events(200, source));
    }

    @Test
    void events_are_written_as_they_come_and_the_stream_ends_with_its_source() {
        EventSource source = (sink, last) -> {
            sink.send("1", "tick", new Tick(1));
            sink.keepAlive();
            sink.send("2", "tock", new Tick(2));
        };
        try (StartedServer server = events(Duration.ofSeconds(15), source)) {
            HttpResponse<String> answer = server.get("/api/v1/stream", "acme");

            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(answer.body()).isEqualTo("""
                :

                id: 1
                event: tick
                data: {"count":1}

                :

                id: 2
                event: tock
                data: {"count":2}

                """);
        }
    }

    @Test
    void a_reader_who_comes_back_says_what_it_saw_last() {
        EventSource source = (sink, last) -> sink.send(last, "resumed", new Tick(0));
        try (StartedServer server = events(Duration.ofSeconds(15), source)) {
            assertThat(server.send(server.to("/api/v1/stream", "acme").header("Last-Event-ID", "41"))
                            .body())
                    .contains("id: 41\n");
        }
    }

    @Test
    void a_stream_with_nothing_to_say_shows_that_it_lives() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (StartedServer server = events(Duration.ofMillis(20), (sink, last) -> enough.await());
                Socket reader = subscribe(server)) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(reader.getInputStream(), StandardCharsets.UTF_8));
            int comments = 0;
            while (comments < 4) {
                comments += lines.readLine().equals(":") ? 1 : 0;
            }
            enough.countDown();
            assertThat(comments).isEqualTo(4);
        }
    }

    @Test
    void a_source_is_told_when_its_reader_has_left() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CountDownLatch running = new CountDownLatch(1);
        EventSource waiting = (sink, last) -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                ended.complete("interrupted");
                throw e;
            }
        };
        try (StartedServer server = events(Duration.ofMillis(20), waiting)) {
            try (Socket reader = subscribe(server)) {
                assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
                reader.setSoLinger(true, 0);
            }
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        }
    }

    @Test
    void a_reader_who_does_not_read_is_given_up_after_a_while() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        EventSource flood = (sink, last) -> {
            try {
                while (true) {
                    sink.send("1", "flood", "x".repeat(60_000));
                }
            } finally {
                ended.complete("given up");
            }
        };
        HttpConfig impatient = config(Duration.ofSeconds(15), Duration.ofMillis(300));
        try (StartedServer server = serving(impatient, new Reply.Events(200, flood));
                Socket reader = subscribe(server)) {
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("given up");
            assertThat(reader.isConnected()).isTrue();
        }
    }

    @Test
    void going_down_ends_the_streams_cleanly_and_at_once() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        EventSource waiting = (sink, last) -> {
            sink.send("1", "tick", new Tick(1));
            running.countDown();
            new CountDownLatch(1).await();
        };
        try (StartedServer server = events(Duration.ofSeconds(15), waiting)) {
            CompletableFuture<String> read = CompletableFuture.supplyAsync(
                    () -> server.get("/api/v1/stream", "acme").body());
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            long began = System.nanoTime();
            server.server().close();

            assertThat(read.get(10, TimeUnit.SECONDS)).endsWith("data: {\"count\":1}\n\n");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
        }
    }

    @Test
    void an_export_comes_line_by_line() {
        Consumer<Consumer<String>> lines = to -> {
            for (int i = 0; i < 10_000; i++) {
                to.accept("{\"n\":" + i + "}");
            }
        };
        try (StartedServer server = serving(HttpConfig.local(), new Reply.Lines(200, "application/jsonl", lines))) {
            HttpResponse<String> answer = server.get("/api/v1/stream", "acme");

            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jsonl");
            assertThat(answer.body().lines()).hasSize(10_000).last().isEqualTo("{\"n\":9999}");
        }
    }

    @Test
    void an_export_that_fails_before_its_first_line_is_a_problem() {
        Reply failing = new Reply.Lines(200, "application/jsonl", to -> {
            throw Problem.notFound("tenant");
        });
        try (StartedServer server = serving(HttpConfig.local(), failing)) {
            assertThat(StartedServer.problem(server.get("/api/v1/stream", "acme"))
                            .get("status")
                            .asInt())
                    .isEqualTo(404);
        }
    }

    @Test
    void an_export_that_fails_later_breaks_off_so_that_it_cannot_pass_for_a_whole_one() {
        Reply failing = new Reply.Lines(200, "application/jsonl", to -> {
            for (int i = 0; i < 5_000; i++) {
                to.accept("{\"n\":" + i + "}");
            }
            throw new IllegalStateException("the database has gone");
        });
        try (StartedServer server = serving(HttpConfig.local(), failing)) {
            assertThatThrownBy(() -> server.get("/api/v1/stream", "acme")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void an_export_without_lines_is_empty() {
        try (StartedServer server = serving(HttpConfig.local(), new Reply.Lines(200, "application/jsonl", to -> {}))) {
            assertThat(server.get("/api/v1/stream", "acme").body()).isEmpty();
        }
    }

    private static Socket subscribe(StartedServer server) throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream()
                .write("GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer acme\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
