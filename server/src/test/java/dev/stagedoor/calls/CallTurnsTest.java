// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.kernel.TurnableClock;
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
    void the_other_tenants_call_is_checked_in_the_first_round() {
        TenantId acme = tenantWithCalls(5000, "2026-03-01T11:00:00Z");
        TenantId globex = tenantWithCalls(1, "2026-03-01T11:59:59Z");

        try (DueRows rows = new DueRows("calls", CallStore.DUE, DB.database(), CLOCK, row -> {})) {
            assertThat(rows.due())
                    .extracting(DueRows.Row::tenant)
                    .contains(acme)
                    .containsOnlyOnce(globex)
                    .hasSizeLessThan(200);
        }
    }
}
