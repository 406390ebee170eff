// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.events.Receiver.Reply;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Any node sends, one at a time; one that dies at any point loses nothing. */
@Tag("slow")
class TwoNodesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode first;
    private static TestNode second;

    private final Receiver backend = Receiver.start();
    private WebhookScene one;
    private WebhookScene other;

    @BeforeAll
    static void begin() {
        first = TestNode.first(DB, CLOCK);
        second = first.another();
    }

    @AfterAll
    static void end() {
        first.close();
    }

    @BeforeEach
    void scene() {
        one = new WebhookScene(first);
        other = one.on(second);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void each_event_of_a_call_is_sent_once_and_in_order_whoever_sends() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        backend.answering(hook -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            atOnce.decrementAndGet();
            return Reply.of(204);
        });
        one.endpoint(backend);
        for (int n = 1; n <= 120; n++) {
            (n % 2 == 0 ? one : other).raise("call_1", n);
        }

        until("all have come", () -> {
            one.deliver();
            other.deliver();
            return backend.hooks().size() >= 120;
        });

        assertThat(backend.numbers())
                .isEqualTo(IntStream.rangeClosed(1, 120).boxed().toList());
        assertThat(most).hasValue(1);
    }

    @Test
    void a_node_that_dies_between_the_request_and_its_record_has_it_repeated_with_the_same_id() throws Exception {
        Endpoints.Secretive endpoint = one.endpoint(backend);
        one.raise("call_1", 1);
        one.raise("call_1", 2);
        backend.answering(hook -> Reply.NEVER);
        Thread dying = Thread.ofVirtual().start(() -> dieWhileSending(endpoint));
        backend.await(1);
        dying.interrupt();
        dying.join();
        backend.answering(204);

        other.deliver();
        assertThat(backend.hooks()).as("the lease has not ended").hasSize(1);
        CLOCK.turn(Duration.ofSeconds(31));
        until("the other node continues", () -> {
            other.deliver();
            return backend.hooks().size() >= 3;
        });

        assertThat(backend.numbers()).containsExactly(1, 1, 2);
        assertThat(backend.hooks().get(1).id())
                .isEqualTo(backend.hooks().getFirst().id());
        assertThat(backend.hooks().get(1).body())
                .isEqualTo(backend.hooks().getFirst().body());
    }

    private void dieWhileSending(Endpoints.Secretive endpoint) {
        Turn turn = first.module(EventsModule.class).deliveries().turn();
        Endpoint.Held held = held(endpoint, turn);
        try {
            turn.next(held);
        } catch (InterruptedException killed) {
            // Nothing is recorded.
        }
    }

    @Test
    void a_node_that_lost_its_lease_records_nothing() throws Exception {
        Endpoints.Secretive endpoint = one.endpoint(backend);
        one.raise("call_1", 1);
        Turn slow = first.module(EventsModule.class).deliveries().turn();
        Endpoint.Held stale = held(endpoint, slow);
        CLOCK.turn(Duration.ofSeconds(31));
        Endpoint.Held current = held(endpoint, slow);

        assertThat(slow.next(stale)).isFalse();

        assertThat(backend.hooks()).isEmpty();
        assertThat(slow.next(current)).isTrue();
        assertThat(backend.numbers()).isEqualTo(List.of(1));
    }

    private Endpoint.Held held(Endpoints.Secretive endpoint, Turn turn) {
        return first.on()
                .ledger()
                .store(
                        Turn.BY,
                        one.id(),
                        tx -> HeldStore.take(
                                tx,
                                endpoint.endpoint().id(),
                                CLOCK.instant(),
                                CLOCK.instant().plus(turn.lease())))
                .orElseThrow();
    }
}
