// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.jobs.DueRows;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.tenants.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I7: five thousand evictions of one tenant are one turn, and delay no one else's. */
@Timeout(60)
class EvictionTurnsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TurnableClock CLOCK = TurnableClock.at("2026-03-01T12:00:00Z");
    private static final int MANY = 5000;

    private static TestNode node;
    private static Tenant acme;
    private static Tenant globex;

    @BeforeAll
    static void acmeHasThousandsAndGlobexOne() {
        node = TestNode.first(DB, CLOCK);
        acme = node.tenant();
        globex = node.tenant();
        DB.admin("""
                INSERT INTO evictions (tenant_id, eviction_id, kind, room, subject, until, since_seq, created_at, next_look)
                SELECT '%s', 'evi_' || n, 'user', '', 'user-' || n, '2026-03-02', 1, '2026-03-01', '2026-03-01T11:00:00Z'
                  FROM generate_series(1, %d) n
                """.formatted(acme.id(), MANY));
        node.tenants().users().revoke(node.operator(), globex.id(), "alice");
    }

    @AfterAll
    static void end() {
        node.close();
    }

    private DueRows rows() {
        return new DueRows("evictions", TurnStore.DUE, DB.database(), CLOCK, row -> {});
    }

    @Test
    void each_tenant_has_one_turn_in_a_round() {
        try (DueRows rows = rows()) {
            assertThat(rows.due()).extracting(DueRows.Row::tenant).containsExactlyInAnyOrder(acme.id(), globex.id());
        }
    }

    @Test
    void of_five_thousand_evictions_only_those_of_whoever_is_there_are_read() {
        List<Eviction> concerned = node.evictions()
                .concerning(
                        TestNode.job(), acme.id(), "", Set.of("acme.desk"), Set.of("user-17", "user-4999", "carol"));

        assertThat(concerned).extracting(Eviction::subject).containsExactlyInAnyOrder("user-17", "user-4999");
    }

    @Test
    void the_backlog_and_its_age_are_in_the_metrics_whatever_the_nodes_clock() {
        DB.admin("UPDATE eviction_turns SET next_at = now() - interval '1 hour' WHERE tenant_id = '" + acme.id() + "'");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (DueRows rows = rows()) {
            rows.bindTo(registry);
            rows.run();

            assertThat(registry.get("stagedoor.job.backlog")
                            .tag("job", "evictions")
                            .gauge()
                            .value())
                    .isEqualTo(2);
            assertThat(registry.get("stagedoor.job.backlog.age").timeGauge().value(TimeUnit.SECONDS))
                    .isBetween(3600.0, 3660.0);
        }
    }
}
