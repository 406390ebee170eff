// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.http.Access;
import dev.stagedoor.http.Answer;
import dev.stagedoor.http.EventSource;
import dev.stagedoor.http.HttpConfig;
import dev.stagedoor.http.Reply;
import dev.stagedoor.http.Route;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Answers that arrive in pieces: events and exports. */
class StreamsTest {
    record Tick(int count) {}

    private static HttpConfig config(Duration keepAlive, Duration idle) {
        return HttpConfig.local().with(draft -> {
            draft.keepAlive = keepAlive;
            draft.idleTimeout = idle;
        });
    }

    private static StartedServer serving(HttpConfig config, Reply reply) {
        return new StartedServer(
                config,
                List.of(Route.get("/api/v1/stream", new Access.TenantScope(Scope.DISPATCHES_READ))
                        .named("stream.read", "Reads a stream")
                        .answers(
                                reply instanceof Reply.Events
                                        ? new Answer.Events(List.of())
                                        : new Answer.Media("application/jsonl"))
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
        try (StartedServer server = events(Duration.ofMinutes(1), waiting)) {
            try (Socket reader = subscribe(server)) {
                assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
                assertThat(reader.isConnected()).isTrue();
            }
            assertThat(ended.get(30, TimeUnit.SECONDS))
                    .as("before the next keep-alive")
                    .isEqualTo("interrupted");
        }
    }

    /** Says one thing, and then nothing until it is interrupted. */
    private static EventSource tickingOnce(CountDownLatch running) {
        return (sink, last) -> {
            sink.send("1", "tick", new Tick(1));
            running.countDown();
            new CountDownLatch(1).await();
        };
    }

    /** All that a reader gets, once the stream ends; returns when its source runs. */
    private static CompletableFuture<String> reading(StartedServer server, CountDownLatch running)
            throws InterruptedException {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(
                () -> server.get("/api/v1/stream", "acme").body());
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        return read;
    }

    @Test
    @DisplayName("K2: a stream ends with its key, though it has nothing to say")
    void a_stream_ends_with_its_key() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (StartedServer server = events(Duration.ofMinutes(1), tickingOnce(running))) {
            CompletableFuture<String> read = reading(server, running);
            server.keys.revoked.add("acme");

            assertThat(read.get(30, TimeUnit.SECONDS)).endsWith("data: {\"count\":1}\n\n");
            assertThat(server.get("/api/v1/stream", "acme").statusCode()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("K2: an export ends with its key")
    void an_export_ends_with_its_key() throws Exception {
        CompletableFuture<String> ended = new CompletableFuture<>();
        CountDownLatch running = new CountDownLatch(1);
        Reply endless = new Reply.Lines(200, "application/jsonl", to -> {
            try {
                while (true) {
                    to.accept("{}");
                    running.countDown();
                }
            } finally {
                ended.complete("cut off");
            }
        });
        try (StartedServer server = serving(HttpConfig.local(), endless);
                Socket reader = subscribe(server)) {
            Thread.ofVirtual().start(() -> drain(reader));
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            server.keys.revoked.add("acme");

            assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("cut off");
        }
    }

    @Test
    @SuppressWarnings("try") // Closed before its time: that is the test.
    @DisplayName("I7: a key has so many streams, and a place is free as soon as its reader has left")
    void streams_are_counted() throws Exception {
        CountDownLatch running = new CountDownLatch(2);
        EventSource waiting = (sink, last) -> {
            running.countDown();
            new CountDownLatch(1).await();
        };
        try (StartedServer server = serving(limited(2), new Reply.Events(200, waiting));
                Socket first = subscribe(server);
                Socket second = subscribe(server)) {
            assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> third = server.get("/api/v1/stream", "acme");

            assertThat(third.statusCode()).isEqualTo(429);
            assertThat(StartedServer.problem(third).get("code").asText()).isEqualTo("rate_limited");
            assertThat(third.headers().firstValue("Retry-After")).isPresent();
            first.shutdownOutput();
            try (Socket fourth = untilAdmitted(server)) {
                assertThat(fourth.isConnected()).isTrue();
                assertThat(second.isClosed()).isFalse();
            }
        }
    }

    private static HttpConfig limited(int streams) {
        return config(Duration.ofMinutes(1), Duration.ofMinutes(1))
                .with(draft -> draft.streams = new HttpConfig.Streams(100, streams));
    }

    /** A place is free once the server has noticed that its reader left. */
    private static Socket untilAdmitted(StartedServer server) throws IOException {
        while (true) {
            Socket socket = subscribe(server);
            byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            if (new String(status, StandardCharsets.US_ASCII).endsWith("200")) {
                return socket;
            }
            socket.close();
        }
    }

    private static void drain(Socket reader) {
        try {
            reader.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
    void going_down_ends_the_streams_cleanly_and_does_not_wait_for_their_sources() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        HttpConfig patient = HttpConfig.local().with(draft -> draft.drainTimeout = Duration.ofHours(1));
        try (StartedServer server = serving(patient, new Reply.Events(200, tickingOnce(running)))) {
            CompletableFuture<String> read = reading(server, running);

            assertThat(CompletableFuture.runAsync(server.server()::close)).succeedsWithin(Duration.ofMinutes(1));
            assertThat(read.get(10, TimeUnit.SECONDS)).endsWith("data: {\"count\":1}\n\n");
        }
    }

    @Test
    @DisplayName("K2: a stream ends when its permission cannot be checked, even for lack of memory")
    void a_stream_ends_when_it_cannot_be_checked() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        EventSource waiting = (sink, last) -> {
            running.countDown();
            new CountDownLatch(1).await();
        };
        try (StartedServer server = events(Duration.ofMinutes(1), waiting)) {
            CompletableFuture<String> read = reading(server, running);
            server.keys.failing.add("acme");

            assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(":\n\n");
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
