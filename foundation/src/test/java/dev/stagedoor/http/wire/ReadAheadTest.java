// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "While a reply lasts, its connection is read for the client's leaving, and the next request loses nothing of"
                + " it")
class ReadAheadTest {
    /** What reads of the socket bring, one after the other. */
    private final BlockingQueue<Supplier<byte @Nullable []>> arrives = new LinkedBlockingQueue<>();

    /** A permit for each read that has begun. */
    private final Semaphore reads = new Semaphore(0);

    private final ReadAhead ahead = new ReadAhead(this::socket);

    private byte @Nullable [] socket() {
        reads.release();
        try {
            return arrives.take().get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void arrives(String bytes) {
        arrives.add(() -> bytes.getBytes(StandardCharsets.UTF_8));
    }

    private void arrives(IOException failure) {
        arrives.add(() -> {
            throw new UncheckedIOException(failure);
        });
    }

    private void clientLeaves() {
        arrives.add(() -> null);
    }

    /** A reply begins; what this returns is done once the client has left. */
    private CompletableFuture<Void> watched() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        ahead.begin(() -> left.complete(null));
        return left;
    }

    private void awaitReads(int count) throws InterruptedException {
        assertThat(reads.tryAcquire(count, 30, TimeUnit.SECONDS)).isTrue();
    }

    private static <T> T soon(CompletableFuture<T> what) throws Exception {
        return what.get(30, TimeUnit.SECONDS);
    }

    private @Nullable String taken() {
        byte[] some = ahead.take();
        return some == null ? null : new String(some, StandardCharsets.UTF_8);
    }

    /** The parser wants the next request, and waits for it. */
    private CompletableFuture<@Nullable String> takes() {
        CompletableFuture<@Nullable String> next =
                CompletableFuture.supplyAsync(this::taken, Thread::startVirtualThread);
        while (!ahead.isWanted()) {
            Thread.onSpinWait();
        }
        return next;
    }

    @Test
    void it_tells_when_the_client_leaves_and_the_parser_is_told_too() throws Exception {
        CompletableFuture<Void> watch = watched();
        awaitReads(1);
        assertThat(watch).isNotDone();

        clientLeaves();

        soon(watch);
        assertThat(taken()).isNull();
    }

    @Test
    void a_reset_ends_it_and_reaches_the_parser() throws Exception {
        CompletableFuture<Void> watch = watched();
        arrives(new SocketException("Connection reset"));

        soon(watch);
        assertThatThrownBy(this::taken).hasRootCauseMessage("Connection reset");
    }

    @Test
    void the_parser_takes_the_read_that_is_under_way_and_reads_itself_after_it() throws Exception {
        CompletableFuture<Void> watch = watched();
        awaitReads(1);
        CompletableFuture<@Nullable String> next = takes();
        arrives("GET / HTTP/1.1");

        assertThat(soon(next)).isEqualTo("GET / HTTP/1.1");
        assertThat(taken()).as("nothing more is read ahead").isEmpty();
        assertThat(reads.availablePermits()).isZero();
        assertThat(watch).isNotDone();
    }

    @Test
    void a_request_that_was_sent_before_the_reply_ended_comes_next_in_its_order() throws Exception {
        CompletableFuture<Void> watch = watched();
        arrives("one ");
        arrives("two ");
        awaitReads(3);

        assertThat(taken()).isEqualTo("one ");
        assertThat(taken()).isEqualTo("two ");
        CompletableFuture<@Nullable String> next = takes();
        arrives("three");
        assertThat(soon(next)).isEqualTo("three");
        assertThat(watch).isNotDone();
    }

    @Test
    void a_reply_may_last_longer_than_a_read() throws Exception {
        CompletableFuture<Void> watch = watched();
        arrives(new SocketTimeoutException("Read timed out"));
        arrives(new SocketTimeoutException("Read timed out"));
        awaitReads(3);
        assertThat(watch).isNotDone();

        clientLeaves();
        soon(watch);
    }

    @Test
    void a_connection_without_a_next_request_times_out_a_whole_read_after_its_reply() throws Exception {
        CompletableFuture<Void> watch = watched();
        awaitReads(1);
        CompletableFuture<@Nullable String> next = takes();
        arrives(new SocketTimeoutException("Read timed out"));
        awaitReads(1);
        assertThat(next).as("the first read began with the reply").isNotDone();

        arrives(new SocketTimeoutException("Read timed out"));

        assertThatThrownBy(() -> soon(next)).hasRootCauseInstanceOf(SocketTimeoutException.class);
        assertThat(watch).as("the reply had ended").isNotDone();
    }

    @Test
    void a_read_that_is_under_way_when_the_next_reply_begins_watches_over_that_one_too() throws Exception {
        CompletableFuture<Void> first = watched();
        arrives("the next request, before the reply has ended");
        awaitReads(2);
        assertThat(taken()).startsWith("the next request");

        CompletableFuture<Void> second = watched();
        assertThat(second).isNotDone();
        clientLeaves();

        soon(second);
        assertThat(first).as("the first reply had ended").isNotDone();
        assertThat(reads.availablePermits()).as("never two at once").isZero();
    }

    @Test
    void a_reply_to_a_client_that_has_left_already_is_told_at_once() throws Exception {
        CompletableFuture<Void> first = watched();
        clientLeaves();
        soon(first);

        soon(watched());
    }

    @Test
    void a_client_that_sends_without_waiting_for_replies_is_served_no_further_and_still_heard_leaving()
            throws Exception {
        CompletableFuture<Void> watch = watched();
        for (int i = 0; i < 5; i++) {
            arrives("x".repeat(16 << 10));
        }
        awaitReads(6);
        assertThat(watch).isNotDone();

        clientLeaves();
        soon(watch);
        assertThat(taken()).isNull();
    }
}
