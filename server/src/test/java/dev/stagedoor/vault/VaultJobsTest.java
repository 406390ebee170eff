// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.WebhookCredentialRequest;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.vault.VaultScene.Server;
import dev.stagedoor.webhooks.WebhookKind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to abandoned credentials: a crashed put, a drained version, a deleted tenant. */
@Tag("slow")
class VaultJobsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final VaultJobs jobs = scene.node().module().sweeps();
    private final TenantId acme = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_put_that_died_before_its_probe_ended_is_given_up_and_its_parts_are_free() {
        crashWhilePending();
        jobs.sweep();
        assertThat(scene.claims(acme)).isEqualTo(3);

        scene.clock().turn(Duration.ofMinutes(2));
        jobs.sweep();

        assertThat(states()).containsExactly(CredentialState.FAILED);
        assertThat(scene.claims(acme)).isZero();
        assertThat(scene.query("SELECT 1 FROM credentials WHERE sealed IS NOT NULL AND tenant_id = '" + acme + "'"))
                .isEmpty();
        assertThat(scene.audited(acme)).endsWith("credential.sweep");
    }

    @Test
    void a_later_put_takes_the_place_of_one_that_died() {
        crashWhilePending();

        scene.put(acme, server);

        assertThat(states()).containsExactly(CredentialState.ACTIVE, CredentialState.FAILED);
    }

    @Test
    void a_put_overtaken_by_another_while_its_probe_runs_is_a_conflict_and_holds_no_lock_meanwhile() throws Exception {
        server.sandbox().faults().once(Fault.delayed(Duration.ofSeconds(3)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Credential> slow = threads.submit(() -> scene.put(acme, server));
            awaitPending();

            Credential quick = scene.put(acme, scene.server());

            assertThat(slow.isDone()).as("the slow put is still probing").isFalse();
            assertThat(quick.state()).isEqualTo(CredentialState.ACTIVE);
            assertThatThrownBy(slow::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CONFLICT));
        }
        assertThat(states()).containsExactly(CredentialState.ACTIVE, CredentialState.FAILED);
        assertThat(scene.claims(acme)).isEqualTo(3);
    }

    @Test
    void i2_a_superseded_version_is_kept_while_a_call_names_it_and_erased_after() {
        scene.put(acme, server);
        DB.admin("""
                INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                   reserved_seconds, created_at, must_end_at, next_at)
                VALUES ('%s', 'call_1', 'demo', 'VOICE', 'alice', 'desk', 1, 60, '2026-03-01', '2026-03-03', '2026-03-03')
                """.formatted(acme));
        scene.put(acme, scene.server());
        scene.clock().turn(Duration.ofDays(1));

        jobs.sweep();
        assertThat(scene.versions(acme).getLast().times().retiredAt()).isNull();
        long before = scene.epoch(acme);

        DB.admin("DELETE FROM calls WHERE tenant_id = '" + acme + "'");
        scene.clock().turn(Duration.ofMinutes(10));
        jobs.sweep();

        assertThat(scene.versions(acme).getLast().times().retiredAt())
                .isEqualTo(scene.clock().instant());
        assertThat(scene.epoch(acme)).as("snapshots let the old secret go").isEqualTo(before + 1);
        assertThat(scene.claims(acme)).isEqualTo(3);
    }

    @Test
    void both_versions_of_a_webhooks_secret_open_for_a_day_and_then_the_newer_one_only() {
        CredentialRef orders = CredentialRef.named("webhook", "orders");
        for (int version = 1; version <= 2; version++) {
            Proposal generated = new WebhookKind().propose(new WebhookCredentialRequest(null, null));
            scene.vault().put(scene.keyOf(acme), acme, new PutCredential(orders, generated, true));
        }
        scene.clock().turn(Duration.ofHours(24).minusSeconds(1));
        jobs.sweep();
        assertThat(open(orders.version(1)) && open(orders.version(2))).isTrue();

        scene.clock().turn(Duration.ofSeconds(1));
        jobs.sweep();

        assertThat(open(orders.version(1))).isFalse();
        assertThat(open(orders.version(2))).isTrue();
    }

    private boolean open(CredentialVersion which) {
        return scene.node()
                .snapshots()
                .fresh(acme)
                .get(scene.vault().version(), which)
                .isPresent();
    }

    @Test
    void a_deleted_tenants_credentials_open_no_more_and_its_parts_are_free_when_its_tokens_have_ended() {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(3));
        scene.tenants().deletions().delete(scene.operator(), acme);

        jobs.sweep();
        assertThat(states()).containsExactly(CredentialState.REVOKED);
        assertThat(scene.claims(acme)).isEqualTo(3);
        scene.clock().turn(Duration.ofHours(3).plus(Duration.ofMinutes(11)));
        jobs.sweep();

        assertThat(scene.claims(acme)).isZero();
        assertThatThrownBy(() -> scene.put(acme, server))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void a_deleted_tenants_parts_are_free_at_once_if_nothing_was_granted_with_them() {
        scene.put(acme, server);
        TenantId next = scene.tenant();

        scene.tenants().deletions().delete(scene.operator(), acme);

        assertThat(scene.claims(acme)).isZero();
        assertThat(scene.put(next, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void a_sweep_with_nothing_to_do_writes_nothing_and_two_nodes_may_sweep_at_once() throws Exception {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, scene.server());
        scene.clock().turn(Duration.ofDays(1));
        VaultJobs other = scene.another().module().sweeps();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : threads.invokeAll(List.<Callable<Integer>>of(jobs::sweep, other::sweep))) {
                assertThat(each.get()).isBetween(0, 1);
            }
        }
        long entries = scene.audited(acme).size();

        assertThat(jobs.sweep()).isZero();
        assertThat(scene.audited(acme)).hasSize((int) entries);
        assertThat(scene.versions(acme).getLast().times().retiredAt()).isNotNull();
    }

    @Test
    void i7_a_tenant_that_cannot_be_swept_holds_up_no_other() {
        TenantId broken = scene.tenant();
        for (TenantId tenant : List.of(acme, broken)) {
            scene.put(scene.operator(), tenant, scene.server().request(), false);
            scene.grantToken(tenant, Duration.ofHours(1));
            scene.put(tenant, scene.server());
        }
        DB.admin("""
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
                    $$BEGIN RAISE EXCEPTION 'no row of this tenant can be written'; END$$;
                CREATE TRIGGER broken BEFORE UPDATE ON credentials FOR EACH ROW
                    WHEN (OLD.tenant_id = '%s') EXECUTE FUNCTION fail()
                """.formatted(broken));
        scene.clock().turn(Duration.ofDays(1));

        assertThat(jobs.sweep()).isEqualTo(2);

        assertThat(scene.versions(acme).getLast().times().retiredAt()).isNotNull();
        assertThat(scene.versions(broken).getLast().times().retiredAt()).isNull();
        DB.admin("DROP TRIGGER broken ON credentials");
        assertThat(jobs.sweep()).isEqualTo(1);
    }

    /** The state left by a node that dies between the change that stores and the probe that answers. */
    private void crashWhilePending() {
        VaultScene.Node node = scene.node();
        Kinds kinds = node.module().kinds();
        CredentialIntake intake = new CredentialIntake(
                node.ledger(),
                node.on().dataKeys(),
                new CredentialStore(kinds),
                kinds,
                node.module().platformClaims(),
                VaultConfig.usual().pendingTimeout());
        Proposal proposal = node.livekit().propose(server.request());
        intake.pend(scene.keyOf(acme), acme, new PutCredential(VaultScene.LIVEKIT, proposal, true));
        assertThat(states()).containsExactly(CredentialState.PENDING);
    }

    private void awaitPending() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!states().contains(CredentialState.PENDING)) {
            assertThat(System.nanoTime()).as("the put has begun").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private List<CredentialState> states() {
        return scene.versions(acme).stream().map(Credential::state).toList();
    }
}
