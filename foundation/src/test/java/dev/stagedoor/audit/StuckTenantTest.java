// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant whose row is stuck delays nobody else (I7)")
@Tag("slow")
class StuckTenantTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    /** One lane, so that healthy tenants share it with the stuck one. */
    private static Ledger node;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        node = scene.node(DB.node(), new LedgerConfig(1, 8, LedgerScene.PATIENT.deadline()));
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void healthy_tenants_are_granted_while_it_waits() {
        TenantId acme = scene.tenant();
        List<TenantId> healthy = Stream.generate(scene::tenant).limit(3).toList();
        CompletableFuture<String> stuck;
        try (Held _ = Held.row(DB, acme)) {
            stuck = grant(acme);
            for (int i = 0; i < 10; i++) {
                healthy.forEach(tenant -> assertThat(Crowd.of(grant(tenant))).isEqualTo("granted"));
            }
            assertThat(stuck.getNow("waits")).as("acme, whose row is not free").isIn("waits", "busy");
        }

        assertThat(Crowd.of(stuck)).isIn("granted", "busy");
        scene.assertSound(acme);
        healthy.forEach(scene::assertSound);
    }

    @Test
    void it_is_granted_when_its_row_is_free_and_returns_to_its_lane() {
        TenantId acme = scene.tenant();
        CompletableFuture<String> stuck;
        try (Held _ = Held.row(DB, acme)) {
            stuck = grant(acme);
            Crowd.until("acme waits alone", () -> waitingForLocks("lane") == 1);
        }

        assertThat(Crowd.of(stuck)).isEqualTo("granted");
        assertThat(Crowd.of(grant(acme))).isEqualTo("granted");
        scene.assertSound(acme);
    }

    @Test
    void its_callers_get_busy_after_too_long_and_its_full_queue_affects_nobody_else() {
        TenantId acme = scene.tenant();
        TenantId globex = scene.tenant();
        Crowd stuck = new Crowd();
        try (Held _ = Held.row(DB, acme)) {
            Stream.generate(() -> acme).limit(40).forEach(tenant -> stuck.call(() -> append(tenant)));

            assertThat(Crowd.of(grant(globex))).isEqualTo("granted");
            assertThat(stuck.told()).containsOnly("busy");
        }

        assertThat(Crowd.of(grant(acme))).isEqualTo("granted");
        assertThat(scene.entries(acme)).hasSize(2);
        scene.assertSound(acme);
    }

    @Test
    void its_waiting_changes_do_not_take_the_pool_from_the_others() {
        TenantId acme = scene.tenant();
        TenantId globex = scene.tenant();
        Crowd stuck = new Crowd();
        try (Held _ = Held.row(DB, acme)) {
            for (int i = 0; i < 30; i++) {
                stuck.call(() -> node.changing(scene.by(), acme, change -> change.append(scene.draft("agent.create"))));
            }
            Crowd.until("acme's changes wait", () -> waitingForLocks("app") > 0);

            for (int i = 0; i < 10; i++) {
                node.changing(scene.by(), globex, change -> change.append(scene.draft("agent.create")));
            }
            assertThat(waitingForLocks("app"))
                    .as("connections with which acme waits")
                    .isLessThanOrEqualTo(2);
        }
        assertThat(stuck.told()).isSubsetOf("granted", "busy");
        scene.assertSound(acme);
        scene.assertSound(globex);
    }

    @Test
    void several_stuck_tenants_wait_beside_each_other() {
        List<TenantId> stuck = Stream.generate(scene::tenant).limit(3).toList();
        List<Held> held = stuck.stream().map(tenant -> Held.row(DB, tenant)).toList();
        List<CompletableFuture<String>> answers =
                stuck.stream().map(tenant -> grant(tenant)).toList();
        TenantId globex = scene.tenant();
        assertThat(Crowd.of(grant(globex))).isEqualTo("granted");

        held.getLast().close();

        assertThat(Crowd.of(answers.getLast())).isEqualTo("granted");
        held.subList(0, 2).forEach(Held::close);
        assertThat(Crowd.of(answers.getFirst())).isIn("granted", "busy");
        stuck.forEach(scene::assertSound);
    }

    private static int waitingForLocks(String role) {
        return DB.count("""
            SELECT count(*) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock' AND usename LIKE '%%%s'\
            """.formatted(role));
    }

    private static CompletableFuture<String> grant(TenantId tenant) {
        return Crowd.start(() -> append(tenant));
    }

    private static void append(TenantId tenant) {
        node.append(scene.by(), scene.grantOf(tenant, 1));
    }
}
