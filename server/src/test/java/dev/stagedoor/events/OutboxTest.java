// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Page;
import dev.stagedoor.kernel.TurnableClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An event is there if the change that caused it is, and not otherwise. */
@Tag("slow")
class OutboxTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static TestNode node;

    private final Receiver backend = Receiver.start();
    private WebhookScene acme;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void scene() {
        acme = new WebhookScene(node);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private int count(String table) {
        return DB.count("SELECT count(*) FROM " + table + " WHERE tenant_id = '" + acme.id() + "'");
    }

    @Test
    void a_change_that_fails_raises_nothing() {
        Endpoints.Secretive endpoint = acme.endpoint(backend);

        assertThatThrownBy(() -> acme.raise(change -> {
                    Events.raise(change, WebhookScene.event("call_1", 1));
                    throw new IllegalStateException("after all");
                }))
                .hasMessage("after all");

        assertThat(count("events")).isZero();
        assertThat(count("webhook_deliveries")).isZero();
        assertThat(acme.get(endpoint).pending()).isZero();
    }

    @Test
    void an_event_is_due_at_each_enabled_endpoint_that_wants_its_type() {
        Endpoints.Secretive all = acme.endpoint(backend);
        Endpoints.Secretive started = acme.endpoint(backend, "call.started", "call.ended");
        Endpoints.Secretive other = acme.endpoint(backend, "dispatch.failed");
        Endpoints.Secretive off = acme.endpoint(backend);
        acme.enabled(off, false);

        acme.raise("call_1", 1);

        assertThat(List.of(all, started, other, off))
                .extracting(endpoint -> acme.deliveries(endpoint).size())
                .containsExactly(1, 1, 0, 0);
        assertThat(acme.get(off).health().disabled())
                .extracting(Endpoint.Disabled::why)
                .isEqualTo("by_request");
        assertThat(DB.column("SELECT endpoint_id FROM webhook_endpoints WHERE wanted_at IS NOT NULL AND tenant_id = '"
                        + acme.id() + "'"))
                .containsExactlyInAnyOrder(
                        all.endpoint().id(), started.endpoint().id());
    }

    @Test
    void places_rise_in_the_order_of_commits_however_many_events_a_change_has() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> raised = IntStream.range(0, 40)
                    .<Future<?>>mapToObj(n -> threads.submit(() -> acme.raise(change -> {
                        Events.raise(change, WebhookScene.event("call_" + n, 1));
                        Events.raise(change, WebhookScene.event("call_" + n, 2));
                        Events.raise(change, WebhookScene.event("call_" + n, 3));
                    })))
                    .toList();
            for (Future<?> each : raised) {
                each.get();
            }
        }

        List<String> rows = DB.column(
                "SELECT subject || ' ' || data FROM events WHERE tenant_id = '" + acme.id() + "' ORDER BY seq");
        List<String> changes = DB.column("SELECT entry_id FROM audit_entries WHERE action = 'test.raise'"
                + " AND tenant_id = '" + acme.id() + "'");
        assertThat(rows).hasSize(120);
        assertThat(changes).hasSize(40);
        Map<String, Integer> last = new HashMap<>();
        rows.forEach(row -> {
            int number = Integer.parseInt(row.replaceAll(".*\"n\":(\\d+).*", "$1"));
            assertThat(last.merge(row.split(" ", 2)[0], number, Math::max)).isEqualTo(number);
        });
    }

    @Test
    void places_never_come_again_after_everything_was_deleted() {
        acme.raise("call_1", 1);
        acme.raise("call_1", 2);
        long before = newest();
        DB.admin("DELETE FROM events WHERE tenant_id = '" + acme.id() + "'");

        acme.raise("call_1", 3);

        assertThat(newest()).isGreaterThan(before);
    }

    private long newest() {
        return Long.parseLong(DB.column("SELECT max(seq) FROM events WHERE tenant_id = '" + acme.id() + "'")
                .getFirst());
    }

    @Test
    void one_that_is_no_calls_has_only_its_own_data() {
        acme.raise(change -> Events.raise(change, Event.of(EventType.CREDENTIAL_ROTATED, null, Map.of("version", 2))));

        Page<Event.Raised> all = new Events(node.on().ledger())
                .list(node.operator(), acme.id(), new Events.Filter(null, null), new Page.Request(10, null));

        assertThat(all.items()).singleElement().satisfies(event -> {
            assertThat(event.data()).isEqualTo("{\"version\":2}");
            assertThat(event.type()).isEqualTo("credential.rotated");
        });
    }
}
