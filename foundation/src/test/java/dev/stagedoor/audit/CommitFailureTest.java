// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.audit.entry.Budget;
import dev.stagedoor.audit.entry.Draft;
import dev.stagedoor.audit.entry.Grant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.Unit;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("When a commit fails nothing is granted, and the chain stays intact (T1)")
class CommitFailureTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static LedgerScene scene;
    /** A node with one lane, so that everything queued meanwhile forms one group. */
    private static Ledger node;

    @BeforeAll
    static void open() {
        scene = new LedgerScene(DB);
        node = scene.node(DB.node(), new LedgerConfig(1, 1024, LedgerScene.PATIENT.deadline()));
        Held.install(DB);
        DB.admin("""
            CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'poison'; END $$;
            GRANT EXECUTE ON FUNCTION poison() TO PUBLIC;
            CREATE TRIGGER poison BEFORE INSERT ON audit_entries FOR EACH ROW
                WHEN (NEW.action = 'test.poison') EXECUTE FUNCTION poison()\
            """);
    }

    @AfterAll
    static void close() {
        scene.close();
    }

    @Test
    void a_tenant_whose_entries_postgresql_refuses_is_refused_alone() {
        List<TenantId> healthy = Stream.generate(scene::tenant).limit(4).toList();
        TenantId acme = scene.tenant();
        Crowd poisoned = new Crowd();
        Crowd others = new Crowd();

        inOneGroup(7, () -> {
            call(others, healthy.get(0), "token.mint");
            call(poisoned, acme, "test.poison");
            healthy.forEach(tenant -> call(others, tenant, "token.mint"));
            call(poisoned, acme, "token.mint");
        });

        assertThat(poisoned.told()).containsOnly("audit_unavailable");
        assertThat(others.told()).containsOnly("granted");
        assertThat(scene.entries(acme)).hasSize(1);
        healthy.forEach(scene::assertSound);

        call(poisoned, acme, "token.mint");
        assertThat(poisoned.told("granted"))
                .as("it is served again once an entry of it is good")
                .isEqualTo(1);
        scene.assertSound(acme);
    }

    @Test
    void a_budget_exhausted_only_by_a_failed_group_is_not_exhausted() {
        TenantId acme = scene.tenant();
        Budget one = new Budget(Duration.ofHours(1), Map.of(Unit.TOKENS, 1L));
        Crowd crowd = new Crowd();

        inOneGroup(2, () -> {
            Grant first = scene.grantOf(acme, 1, one);
            Draft poison = scene.draft("test.poison");
            crowd.call(() -> node.append(scene.by(), new Grant(first.proof(), poison, first.cost(), one)));
            Crowd.until("it waits", () -> node.waiting() == 1);
            crowd.call(() -> node.append(scene.by(), scene.grantOf(acme, 1, one)));
        });

        assertThat(crowd.told()).containsExactly("audit_unavailable", "audit_unavailable");
        node.append(scene.by(), scene.grantOf(acme, 1, one));
        scene.assertSound(acme);
    }

    @Test
    void a_database_that_cannot_write_refuses_everyone_until_it_recovers() {
        List<TenantId> tenants = Stream.generate(scene::tenant).limit(3).toList();
        DB.admin("ALTER TABLE audit_entries ADD CONSTRAINT disk_full CHECK (false) NOT VALID");
        Crowd crowd = new Crowd();
        tenants.forEach(tenant -> call(crowd, tenant, "token.mint"));
        tenants.forEach(tenant -> crowd.call(
                () -> node.changing(scene.by(), tenant, change -> change.append(scene.draft("agent.create")))));
        assertThat(crowd.told()).containsOnly("audit_unavailable");

        DB.admin("ALTER TABLE audit_entries DROP CONSTRAINT disk_full");

        Crowd later = new Crowd();
        tenants.forEach(tenant -> call(later, tenant, "token.mint"));
        assertThat(later.told()).containsOnly("granted");
        tenants.forEach(tenant -> assertThat(scene.entries(tenant)).hasSize(2));
        tenants.forEach(scene::assertSound);
    }

    @Test
    void a_backend_terminated_during_a_group_commit_grants_nothing() {
        TenantId acme = scene.tenant();
        Crowd crowd = new Crowd();
        try (Held held = Held.writing(DB)) {
            call(crowd, acme, "test.hold");
            DB.admin("SELECT pg_terminate_backend(" + held.stopped() + ")");
        }

        assertThat(crowd.told()).containsExactly(ErrorCode.AUDIT_UNAVAILABLE.wire());
        assertThat(scene.entries(acme)).hasSize(1);
        node.append(scene.by(), scene.grantOf(acme));
        scene.assertSound(acme);
    }

    @Test
    void a_backend_terminated_during_a_change_undoes_it() {
        TenantId acme = scene.tenant();
        Crowd crowd = new Crowd();
        try (Held held = Held.writing(DB)) {
            crowd.call(() -> node.changing(scene.by(), acme, change -> change.append(scene.draft("test.hold"))));
            DB.admin("SELECT pg_terminate_backend(" + held.stopped() + ")");
        }

        assertThat(crowd.told()).containsExactly(ErrorCode.AUDIT_UNAVAILABLE.wire());
        assertThat(scene.entries(acme)).hasSize(1);
        scene.assertSound(acme);
    }

    /** Holds the node's only lane mid-commit until all entries that {@code queue} appends are waiting. */
    private static void inOneGroup(int entries, Runnable queue) {
        TenantId stopper = scene.tenant();
        Crowd first = new Crowd();
        try (Held held = Held.writing(DB)) {
            call(first, stopper, "test.hold");
            held.stopped();
            queue.run();
            Crowd.until("all wait", () -> node.waiting() == entries);
        }
        assertThat(first.told()).hasSize(1);
    }

    private static void call(Crowd crowd, TenantId tenant, String action) {
        Grant grant = scene.grantOf(tenant, 1);
        Grant asked = new Grant(grant.proof(), scene.draft(action), grant.cost(), grant.budget());
        crowd.call(() -> node.append(scene.by(), asked));
    }
}
