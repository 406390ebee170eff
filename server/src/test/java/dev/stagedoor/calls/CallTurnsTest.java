// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.jobs.DueSource;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I7: five thousand calls of one tenant delay no one else's. */
class CallTurnsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");

    private static TestNode node;

    @BeforeAll
    static void begin() {
        node = TestNode.first(DB, CLOCK);
    }

    @AfterAll
    static void end() {
        node.close();
    }

    private static TenantId tenantWithCalls(int calls, String dueAt) {
        TenantId tenant = node.tenant().id();
        DB.admin("""
                INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                   reserved_seconds, created_at, must_end_at, next_at)
                SELECT '%s', 'call_' || n, 'demo', 'VOICE', 'alice', 'room-' || n, 1, 60, '2026-03-01', '2026-03-02', '%s'
                  FROM generate_series(1, %d) n
                """.formatted(tenant, dueAt, calls));
        return tenant;
    }

    @Test
    void all_calls_of_a_tenant_are_one_turn_and_each_is_in_the_backlog() {
        TenantId acme = tenantWithCalls(5000, "2026-03-01T11:00:00Z");
        TenantId globex = tenantWithCalls(1, "2026-03-01T11:59:59Z");
        DueSource calls = CallStore.due(DB.database());

        assertThat(calls.round(CLOCK.instant(), Set.of(), 2000))
                .extracting(DueRows.Row::tenant)
                .containsOnlyOnce(acme, globex);
        assertThat(calls.backlog(CLOCK.instant()))
                .isEqualTo(new DueSource.Backlog(5001, Instant.parse("2026-03-01T11:00:00Z")));
    }

    @Test
    void a_turn_takes_a_share_the_longest_due_first_and_only_once() {
        TenantId acme = node.tenant().id();
        for (int i = 1; i <= 3; i++) {
            call(acme, CallId.next(CLOCK.instant()).value(), "2026-03-01T11:00:0" + i + "Z");
        }
        Instant next = CLOCK.instant().plusSeconds(15);

        assertThat(take(acme, next, 2)).hasSize(2);
        assertThat(take(acme, next, 2)).hasSize(1);
        assertThat(take(acme, next, 2)).isEmpty();
    }

    private static void call(TenantId tenant, String id, String dueAt) {
        DB.admin("""
                INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                   reserved_seconds, created_at, must_end_at, next_at)
                VALUES ('%s', '%s', 'demo', 'VOICE', 'alice', 'room', 1, 60, '2026-03-01', '2026-03-02', '%s')
                """.formatted(tenant, id, dueAt));
    }

    private static List<Call> take(TenantId tenant, Instant next, int limit) {
        return node.on().ledger().store(TestNode.job(), tenant, tx -> CallStore.take(tx, CLOCK.instant(), next, limit));
    }

    @Test
    void all_reservations_of_a_tenant_are_one_turn_and_each_is_in_the_backlog() {
        TenantId acme = tenantWithReservations(50, "2026-03-01T11:00:00Z");
        TenantId globex = tenantWithReservations(1, "2026-03-01T11:59:00Z");
        DueSource reservations = ReservationStore.due(DB.database());

        assertThat(reservations.round(CLOCK.instant(), Set.of(), 10))
                .extracting(DueRows.Row::tenant)
                .containsExactly(acme, globex);
        assertThat(reservations.round(CLOCK.instant(), Set.of(acme), 10))
                .extracting(DueRows.Row::tenant)
                .containsExactly(globex);
        assertThat(reservations.backlog(CLOCK.instant()))
                .isEqualTo(new DueSource.Backlog(51, Instant.parse("2026-03-01T11:00:00Z")));
    }

    private static TenantId tenantWithReservations(int reservations, String dueAt) {
        TenantId tenant = node.tenant().id();
        DB.admin("""
                INSERT INTO reservations (tenant_id, room, agent_name, agent_slug, metadata, call_id, adopted, identities,
                                          credential_version, granted_at, admits_until, look_at)
                SELECT '%s', 'room-' || n, 'demo', 'demo', '', 'call_' || n, false, '{}', 1, '2026-03-01', '2026-03-02', '%s'
                  FROM generate_series(1, %d) n
                """.formatted(tenant, dueAt, reservations));
        return tenant;
    }
}
