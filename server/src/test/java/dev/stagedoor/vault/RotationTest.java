// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.vault.VaultScene.Node;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A credential is replaced while calls go on: the earlier version drains, and is the way back until then")
@Tag("slow")
class RotationTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration TTL = Duration.ofHours(1);
    private static final Duration AFTERWARDS = Duration.ofMinutes(11);

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Server old = scene.server();
    private final Server fresh = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Version 1 is active, and signed a token. */
    private void granted() {
        scene.put(acme, old);
        scene.grantToken(acme, TTL);
    }

    private Rotation rotate(Server to, @Nullable Long from) {
        return rotate(scene.node(), to, from);
    }

    private Rotation rotate(Node node, Server to, @Nullable Long from) {
        PutCredential put = new PutCredential(VaultScene.LIVEKIT, node.livekit().propose(to.request()), true);
        return node.vault().rotate(scene.keyOf(acme), acme, put, from);
    }

    private Rotation rollback(@Nullable Long to) {
        return scene.vault().rollback(scene.keyOf(acme), acme, VaultScene.LIVEKIT, to);
    }

    private Rotation progress() {
        return scene.vault().rotation(scene.keyOf(acme), acme, VaultScene.LIVEKIT);
    }

    private void liveCall(long version, Duration longest) {
        Instant now = scene.clock().instant();
        DB.admin("""
                INSERT INTO calls (tenant_id, call_id, agent_slug, mode, user_id, room, credential_version,
                                   reserved_seconds, created_at, must_end_at, next_at)
                VALUES ('%s', 'call_%s', 'demo', 'VOICE', 'alice', 'desk', %d, 60, '%s', '%s', '%s')
                """.formatted(acme, version, version, now, now.plus(longest), now.plus(longest)));
    }

    private void callEnds() {
        DB.admin("DELETE FROM calls WHERE tenant_id = '" + acme + "'");
    }

    private List<Long> draining() {
        return progress().draining().stream().map(Rotation.Draining::version).toList();
    }

    private List<String> events() {
        return DB.column("SELECT type FROM events WHERE tenant_id = '" + acme.value() + "' ORDER BY seq");
    }

    private static void conflict(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessageContaining(words);
    }

    private static long active(Rotation rotation) {
        return Objects.requireNonNull(rotation.active()).version();
    }

    @Test
    void the_answer_says_which_version_is_new_and_what_the_earlier_one_waits_for() {
        granted();
        liveCall(1, Duration.ofHours(4));
        Instant begun = scene.clock().instant();

        Rotation rotation = rotate(fresh, 1L);

        assertThat(rotation.phase()).isEqualTo(Rotation.Phase.DRAINING);
        assertThat(rotation.active()).isNotNull();
        assertThat(active(rotation)).isEqualTo(2);
        assertThat(rotation.rollbackTo()).isEqualTo(1);
        Instant atLatest = begun.plus(Duration.ofHours(4)).plus(VaultJobs.LOOK_AGAIN);
        assertThat(rotation.draining())
                .containsExactly(new Rotation.Draining(1, 1, begun.plus(TTL).plus(AFTERWARDS), atLatest));
        assertThat(rotation.drainedAtLatest()).contains(atLatest);
        assertThat(events()).containsExactly("credential.rotated");
    }

    @Test
    void when_its_last_call_has_ended_the_tokens_given_until_then_still_last_and_then_it_is_retired_and_free() {
        granted();
        liveCall(1, Duration.ofHours(4));
        rotate(fresh, 1L);
        scene.clock().turn(Duration.ofHours(3));
        scene.node().sweep();
        assertThat(progress().draining().getFirst().tokensUntil())
                .as("the call may still ask for more")
                .isNull();

        scene.grantToken(acme, TTL);
        callEnds();
        scene.clock().turn(VaultJobs.LOOK_AGAIN);
        scene.node().sweep();
        assertThat(draining()).containsExactly(1L);
        assertThat(scene.claims(acme)).isEqualTo(6);

        scene.clock().turn(TTL.plus(AFTERWARDS));
        scene.node().sweep();

        assertThat(progress().phase()).isEqualTo(Rotation.Phase.DONE);
        assertThat(scene.claims(acme)).isEqualTo(3);
        assertThat(events()).containsExactly("credential.rotated", "credential.retired");
    }

    @Test
    void a_token_that_the_earlier_version_signs_meanwhile_lets_it_drain_longer() {
        granted();
        rotate(fresh, null);
        scene.clock().turn(TTL);
        Instant until = scene.clock().instant().plus(Duration.ofHours(2));

        scene.node().ledger().store(scene.operator(), acme, tx -> {
            scene.vault().drainsNoEarlier(tx, VaultScene.LIVEKIT.version(1), until);
            return true;
        });

        assertThat(progress().drainedAtLatest()).contains(until);
        scene.clock().turn(Duration.ofHours(2).minusSeconds(1));
        scene.node().sweep();
        assertThat(draining()).containsExactly(1L);
        scene.clock().turn(Duration.ofSeconds(1));
        scene.node().sweep();
        assertThat(draining()).isEmpty();
    }

    @Test
    void rolled_back_the_earlier_version_is_active_again_and_the_newer_one_drains() {
        granted();
        rotate(fresh, 1L);
        scene.grantToken(acme, TTL);
        long before = scene.epoch(acme);

        Rotation back = rollback(null);

        assertThat(back.phase()).isEqualTo(Rotation.Phase.ROLLED_BACK);
        assertThat(active(back)).isEqualTo(1);
        assertThat(draining()).containsExactly(2L);
        assertThat(scene.epoch(acme))
                .as("snapshots with the newer one prove nothing")
                .isEqualTo(before + 1);
        assertThat(scene.node()
                        .snapshots()
                        .fresh(acme)
                        .get(scene.vault().active(), VaultScene.LIVEKIT)
                        .orElseThrow()
                        .secret()
                        .revealText())
                .isEqualTo(old.secret());
        assertThat(events()).containsExactly("credential.rotated", "credential.rolled_back");
        assertThat(scene.audited(acme)).endsWith("credential.rollback");
    }

    @Test
    void the_same_rollback_once_more_changes_nothing_and_a_rotation_goes_on_from_there() {
        granted();
        rotate(fresh, 1L);
        scene.grantToken(acme, TTL);

        rollback(1L);
        assertThat(active(rollback(1L))).isEqualTo(1);
        conflict(() -> rollback(null), "no earlier version");
        assertThat(rotate(scene.server(), 1L).phase()).isEqualTo(Rotation.Phase.DRAINING);

        assertThat(draining()).as("both still drain").containsExactly(2L, 1L);
    }

    @Test
    void once_it_is_retired_there_is_no_way_back_and_the_refusal_says_since_when() {
        granted();
        rotate(fresh, 1L);
        scene.clock().turn(TTL.plus(AFTERWARDS));
        scene.node().sweep();

        conflict(
                () -> rollback(null),
                "Version 1 was retired at " + scene.clock().instant());
        conflict(() -> rollback(1L), "Version 1 was retired at " + scene.clock().instant());
        assertThatThrownBy(() -> rollback(9L))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(active(progress())).isEqualTo(2);
    }

    @Test
    void the_refusal_speaks_of_the_version_that_was_active_and_not_of_one_that_its_server_rejected() {
        granted();
        PutCredential wrong = new PutCredential(
                VaultScene.LIVEKIT, scene.node().livekit().propose(fresh.with(VaultScene.randomSecret())), true);
        assertThatThrownBy(() -> scene.vault().rotate(scene.keyOf(acme), acme, wrong, 1L))
                .isInstanceOf(Problem.class);
        rotate(fresh, 1L);
        scene.clock().turn(TTL.plus(AFTERWARDS));
        scene.node().sweep();

        conflict(() -> rollback(null), "Version 1 was retired at");
    }

    @Test
    void after_the_new_one_was_revoked_the_earlier_one_can_still_be_made_active() {
        granted();
        rotate(fresh, 1L);
        scene.grantToken(acme, TTL);
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, 2L);

        assertThat(active(rollback(null))).isEqualTo(1);
    }

    @Test
    void a_rotation_that_its_server_rejects_leaves_the_active_version_and_says_that_it_failed() {
        granted();
        Server other = scene.server();
        PutCredential wrong = new PutCredential(
                VaultScene.LIVEKIT, scene.node().livekit().propose(other.with(VaultScene.randomSecret())), true);

        assertThatThrownBy(() -> scene.vault().rotate(scene.keyOf(acme), acme, wrong, 1L))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CREDENTIAL_REJECTED));

        assertThat(progress().phase()).isEqualTo(Rotation.Phase.FAILED);
        assertThat(active(progress())).isEqualTo(1);
        assertThat(scene.claims(acme)).isEqualTo(3);
    }

    @Test
    void a_rollback_while_a_new_version_is_verified_is_the_last_word() throws Exception {
        granted();
        rotate(fresh, 1L);
        scene.grantToken(acme, TTL);
        Server slow = scene.server();
        slow.sandbox().faults().once(Fault.delayed(Duration.ofSeconds(3)));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Rotation> third = threads.submit(() -> rotate(slow, 2L));
            awaitPending();

            rollback(1L);

            assertThatThrownBy(third::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CONFLICT));
        }
        assertThat(active(progress())).isEqualTo(1);
    }

    private void awaitPending() {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (progress().phase() != Rotation.Phase.PENDING) {
            assertThat(System.nanoTime()).as("the rotation has begun").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @RepeatedTest(8)
    void of_two_rotations_at_once_on_two_nodes_one_wins_and_the_other_is_a_conflict() throws Exception {
        granted();
        Node otherNode = scene.another();
        Server theirs = scene.server();
        CyclicBarrier together = new CyclicBarrier(2);
        List<ErrorCode> refusals = new ArrayList<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Rotation> each : threads.invokeAll(List.<Callable<Rotation>>of(
                    () -> {
                        together.await();
                        return rotate(scene.node(), fresh, 1L);
                    },
                    () -> {
                        together.await();
                        return rotate(otherNode, theirs, 1L);
                    }))) {
                if (each.state() == Future.State.FAILED) {
                    refusals.add(((Problem) each.exceptionNow()).code());
                }
            }
        }

        assertThat(refusals).containsExactly(ErrorCode.CONFLICT);
        assertThat(draining()).containsExactly(1L);
        assertThat(scene.claims(acme)).as("of the old one and the winner").isEqualTo(6);
    }

    @Test
    void without_an_active_version_there_is_nothing_to_rotate() {
        assertThatThrownBy(() -> rotate(fresh, null))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CREDENTIAL_MISSING));
        assertThatThrownBy(this::progress)
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(scene.claims(acme)).isZero();
    }

    @Test
    void i1_a_rotation_to_another_tenants_server_is_refused() {
        granted();
        TenantId globex = scene.tenant();
        scene.put(globex, fresh);

        assertThatThrownBy(() -> rotate(fresh, 1L))
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED));
        assertThat(progress().phase()).isEqualTo(Rotation.Phase.DONE);
    }
}
