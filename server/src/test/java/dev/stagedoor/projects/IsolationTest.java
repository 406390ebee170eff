// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialState;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Node;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** I1: a secret, and a key on a server, belong to at most one tenant, and the database itself enforces it. */
@Tag("slow")
class IsolationTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void i1_another_tenants_whole_credential_is_refused_part_by_part_and_not_with_whom() {
        scene.put(acme, server);

        Problem problem = refused(globex, server.request());

        assertThat(problem.fields())
                .extracting(Problem.Field::name)
                .containsExactly("server_url", "api_key", "api_secret");
        assertThat(problem.detail()).contains("url, key, secret").doesNotContain(acme.value());
        assertThat(problem.fields().toString()).doesNotContain(acme.value());
        assertThat(scene.claims(globex)).isZero();
        assertThat(scene.versions(globex)).isEmpty();
        assertThat(scene.audited(globex)).containsExactly("credential.refuse");
        assertThat(scene.query("SELECT detail FROM audit_entries WHERE tenant_id = '" + globex + "'"))
                .noneMatch(detail -> detail.contains(acme.value()) || detail.contains(server.secret()));
    }

    @Test
    void i1_a_secret_in_use_elsewhere_is_refused_on_any_server_under_any_key() {
        scene.put(acme, server);
        Server other = scene.server("APIother", server.secret());

        assertThat(refused(globex, other.request()).fields())
                .extracting(Problem.Field::name)
                .containsExactly("api_secret");
        assertThat(other.sandbox().calls().all()).isEmpty();
    }

    @Test
    void i1_another_tenants_server_is_refused_in_whatever_way_its_url_is_written() {
        scene.put(acme, server);
        int port = server.sandbox().port();

        for (String url : List.of(
                "ws://127.0.0.1:" + port, "HTTP://127.0.0.1:" + port + "//", "http://[::ffff:127.0.0.1]:" + port)) {
            Problem problem = refused(globex, new LiveKitCredentialRequest(url, "APIx", VaultScene.randomSecret()));
            assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly("server_url");
        }
    }

    @Test
    void i1_a_key_id_is_public_and_can_be_neither_squatted_nor_refused() {
        Server first = scene.server("APIsame", VaultScene.randomSecret());
        Server second = scene.server("APIsame", VaultScene.randomSecret());

        assertThat(scene.put(acme, first).state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(scene.put(globex, second).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void i1_a_tenant_may_put_its_own_parts_again() {
        scene.put(acme, server);
        assertThat(scene.put(acme, server).version()).isEqualTo(2);
    }

    @Test
    void a_put_that_its_server_rejects_holds_nothing_back_from_the_rightful_owner() {
        LiveKitCredentialRequest squat = server.with(VaultScene.randomSecret());
        assertThatThrownBy(() -> scene.put(scene.keyOf(globex), globex, squat, true))
                .isInstanceOf(Problem.class);

        assertThat(scene.put(acme, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @RepeatedTest(8)
    void i1_of_two_writers_at_once_on_two_nodes_one_passes_and_the_other_hears_which_part_is_shared() throws Exception {
        Server mine = scene.server("APIa", VaultScene.randomSecret());
        Server theirs = scene.server("APIb", mine.secret());
        Node otherNode = scene.another();
        CyclicBarrier together = new CyclicBarrier(2);

        List<ErrorCode> refusals =
                race(() -> put(together, scene.node(), acme, mine), () -> put(together, otherNode, globex, theirs));

        assertThat(refusals).containsExactly(ErrorCode.CREDENTIAL_NOT_ISOLATED);
        assertThat(scene.claims(acme) + scene.claims(globex)).isEqualTo(3);
        assertThat(List.of(scene.claims(acme), scene.claims(globex))).contains(0);
    }

    private Credential put(CyclicBarrier together, Node node, TenantId tenant, Server what) throws Exception {
        together.await();
        return node.put(scene.keyOf(tenant), tenant, what.request(), true);
    }

    /** Runs both at once; returns the codes of those refused. */
    private static List<ErrorCode> race(Callable<Credential> one, Callable<Credential> other) throws Exception {
        List<ErrorCode> refusals = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (Future<Credential> each : threads.invokeAll(List.of(one, other))) {
                if (each.state() == Future.State.FAILED) {
                    refusals.add(((Problem) each.exceptionNow()).code());
                }
            }
        }
        return refusals;
    }

    @Test
    void claims_of_a_superseded_version_stay_until_its_longest_token_has_ended() {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(2));
        scene.put(acme, scene.server());

        scene.clock().turn(Duration.ofHours(2));
        scene.node().sweep();
        assertThat(refused(globex, server.request()).code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);

        scene.clock().turn(LiveKitKind.AFTER_LAST_EXPIRY);
        scene.node().sweep();
        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void claims_of_a_revoked_version_stay_as_long_though_its_secret_is_gone() {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(2));
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, null);

        assertThat(refused(globex, server.request()).code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);
        scene.clock().turn(Duration.ofHours(2).plus(LiveKitKind.AFTER_LAST_EXPIRY));
        scene.node().sweep();

        assertThat(scene.put(globex, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void claims_that_a_newer_version_shares_stay_with_the_tenant() {
        scene.put(acme, server);
        scene.put(acme, server);

        scene.clock().turn(Duration.ofDays(1));
        scene.node().sweep();

        assertThat(scene.versions(acme).getLast().times().retiredAt()).isNotNull();
        assertThat(scene.claims(acme)).isEqualTo(3);
        assertThat(refused(globex, server.request()).code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);
    }

    private Problem refused(TenantId tenant, LiveKitCredentialRequest request) {
        try {
            scene.put(scene.keyOf(tenant), tenant, request, true);
        } catch (Problem problem) {
            assertThat(problem.code()).isEqualTo(ErrorCode.CREDENTIAL_NOT_ISOLATED);
            return problem;
        }
        throw new AssertionError("it was taken");
    }
}
