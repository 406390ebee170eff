// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.roomevents;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.kernel.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName(
        "I7, D6: events wait in their tenant's own queue, each is told once, and a listener that fails or hangs stops no other tenant's")
class RoomEventQueueTest {
    private static final TenantId ACME = new TenantId("ten_" + "a".repeat(26));
    private static final TenantId GLOBEX = new TenantId("ten_" + "b".repeat(26));

    private final Map<TenantId, List<String>> heard = new ConcurrentHashMap<>();

    private static RoomEvent event(String id) {
        return new RoomEvent(id, RoomEvent.Kind.PARTICIPANT_LEFT, "acme.lobby", "RM_1", null, Instant.EPOCH);
    }

    private void keep(TenantId tenant, List<RoomEvent> events) {
        List<String> its = heard.computeIfAbsent(tenant, each -> new CopyOnWriteArrayList<>());
        events.forEach(event -> its.add(event.id()));
    }

    private List<String> heard(TenantId tenant) {
        return heard.getOrDefault(tenant, List.of());
    }

    @Test
    void each_is_told_once_in_the_order_of_arrival() {
        try (RoomEvents events = new RoomEvents(List.of((by, tenant, its) -> keep(tenant, its)), Clock.systemUTC())) {
            assertThat(events.take(ACME, event("EV_1"))).isEqualTo(RoomEvents.Outcome.TAKEN);
            assertThat(events.take(ACME, event("EV_2"))).isEqualTo(RoomEvents.Outcome.TAKEN);
            assertThat(events.take(ACME, event("EV_1"))).isEqualTo(RoomEvents.Outcome.REPEATED);
            assertThat(events.take(GLOBEX, event("EV_1")))
                    .as("another server's event of that id")
                    .isEqualTo(RoomEvents.Outcome.TAKEN);

            until(
                    "both have been told",
                    () -> heard(ACME).size() == 2 && heard(GLOBEX).size() == 1);
            assertThat(heard(ACME)).containsExactly("EV_1", "EV_2");
        }
    }

    @Test
    void a_tenant_whose_events_cannot_be_passed_on_fills_its_own_queue_only() {
        CountDownLatch hang = new CountDownLatch(1);
        RoomListener slow = (by, tenant, its) -> {
            if (tenant.equals(ACME)) {
                awaits(hang);
            }
            keep(tenant, its);
        };
        try (RoomEvents events = new RoomEvents(List.of(slow), Clock.systemUTC())) {
            events.take(ACME, event("EV_first"));
            until("the first is being told", () -> events.waiting(ACME) == 0);
            for (int i = 0; i < RoomEvents.MOST_WAITING; i++) {
                assertThat(events.take(ACME, event("EV_" + i))).isEqualTo(RoomEvents.Outcome.TAKEN);
            }

            assertThat(events.take(ACME, event("EV_more"))).isEqualTo(RoomEvents.Outcome.DROPPED);
            assertThat(events.take(GLOBEX, event("EV_1"))).isEqualTo(RoomEvents.Outcome.TAKEN);

            until("the other tenant's was told meanwhile", () -> heard(GLOBEX).size() == 1);
            hang.countDown();
            until("then the rest", () -> heard(ACME).size() == RoomEvents.MOST_WAITING + 1);
            assertThat(events.take(ACME, event("EV_more")))
                    .as("what was dropped may come again")
                    .isEqualTo(RoomEvents.Outcome.TAKEN);
        }
    }

    @Test
    void a_listener_that_fails_keeps_no_other_from_hearing() {
        RoomListener fails = (by, tenant, its) -> {
            throw new IllegalStateException("a fault of this listener");
        };
        try (RoomEvents events =
                new RoomEvents(List.of(fails, (by, tenant, its) -> keep(tenant, its)), Clock.systemUTC())) {
            events.take(ACME, event("EV_1"));
            until("the other has heard", () -> heard(ACME).size() == 1);
            events.take(ACME, event("EV_2"));
            until("and hears of the next", () -> heard(ACME).size() == 2);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
