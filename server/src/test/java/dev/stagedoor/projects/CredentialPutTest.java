// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.api.vault.LiveKitCredentialRequest;
import dev.stagedoor.app.TestConfig;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.egress.EgressConfig;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.server.LoggedCall;
import dev.stagedoor.vault.Credential;
import dev.stagedoor.vault.CredentialState;
import dev.stagedoor.vault.OpenCredential;
import dev.stagedoor.vault.VaultConfig;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Node;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A credential becomes active once its own server has accepted it, and a failed put changes nothing (I3). */
@Tag("slow")
class CredentialPutTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_credential_that_its_server_takes_is_active_verified_and_raises_the_epoch() {
        long before = scene.epoch(acme);

        Credential put = scene.put(acme, server);

        assertThat(put.state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(put.version()).isEqualTo(1);
        assertThat(put.times().verifiedAt()).isEqualTo(scene.clock().instant());
        assertThat(put.attributes().get("server_url"))
                .isEqualTo("http://127.0.0.1:" + server.sandbox().port());
        assertThat(put.fingerprint())
                .matches(server.secret().substring(server.secret().length() - 4) + ":[0-9a-f]{12}");
        assertThat(scene.epoch(acme)).isEqualTo(before + 1);
        assertThat(scene.audited(acme)).containsExactly("credential.put", "credential.activate");
        assertThat(server.sandbox().calls().all())
                .extracting(LoggedCall::apiKey)
                .isNotEmpty()
                .containsOnly(server.key());
    }

    @Test
    void what_its_server_can_read_of_a_token_is_learned_by_the_probe_and_kept_with_the_version() {
        assertThat(scene.put(acme, server).attributes()).containsEntry("agent_fields", "restart_policy");
        assertThat(opened(scene.node()).attributes()).containsEntry("agent_fields", "restart_policy");
        Projects projects = scene.node().projects().projects();
        Project project = projects.active(scene.node().snapshots().of(acme));

        assertThat(AgentField.values()).filteredOn(project::knows).containsExactly(AgentField.RESTART_POLICY);
    }

    @Test
    void the_snapshot_opens_it_and_the_epoch_moves_every_node_on() {
        scene.put(acme, server);
        OpenCredential opened = opened(scene.node());
        assertThat(opened.secret().revealText()).isEqualTo(server.secret());
        assertThat(opened.attribute("server_url"))
                .isEqualTo("http" + server.url().substring(2));

        Server next = scene.server();
        scene.put(acme, next);

        scene.node().snapshots().fresh(acme);
        assertThat(opened(scene.node()).attribute("api_key")).isEqualTo(next.key());
        assertThat(opened(scene.node()).which().number()).isEqualTo(2);
        assertThat(opened(scene.node()).id()).isEqualTo(opened.id());
    }

    @Test
    void a_superseded_version_still_opens_by_its_number_and_a_revoked_one_does_not() {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, scene.server());
        assertThat(version(1)).contains(server.key());

        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, 1L);

        assertThat(version(1)).isEmpty();
        assertThat(version(2)).isPresent();
        assertThat(states())
                .containsExactly(Map.entry(2L, CredentialState.ACTIVE), Map.entry(1L, CredentialState.REVOKED));
        assertThat(scene.query("SELECT version FROM credentials WHERE sealed IS NULL AND tenant_id = '" + acme + "'"))
                .containsExactly("1");
    }

    @Test
    void revoking_the_active_version_leaves_none_and_raises_the_epoch() {
        scene.put(acme, server);
        long before = scene.epoch(acme);

        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, null);

        assertThat(scene.epoch(acme)).isEqualTo(before + 1);
        assertThat(scene.node().snapshots().fresh(acme).get(scene.vault().active(), VaultScene.LIVEKIT))
                .isEmpty();
        assertProblem(
                ErrorCode.NOT_FOUND, () -> scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, null));
    }

    @Test
    void i3_a_rejected_credential_is_422_and_the_active_one_stays() {
        scene.put(acme, server);
        Server other = scene.server();
        int claims = scene.claims(acme);

        Problem problem = refused(other.with(VaultScene.randomSecret()));

        assertThat(problem.code()).isEqualTo(ErrorCode.CREDENTIAL_REJECTED);
        assertThat(states())
                .containsExactly(Map.entry(2L, CredentialState.FAILED), Map.entry(1L, CredentialState.ACTIVE));
        assertThat(scene.claims(acme)).isEqualTo(claims);
        assertThat(scene.audited(acme)).endsWith("credential.put", "credential.fail");
        assertThat(opened(scene.node()).which().number()).isEqualTo(1);
    }

    @Test
    void i3_a_dead_server_is_503_and_nothing_is_kept() {
        Server dead = scene.server();
        dead.sandbox().close();

        Problem problem = refused(dead.request());

        assertThat(problem.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(problem.retryAfter()).isNotNull();
        assertNothingKept();
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL, PROVIDER_UNAVAILABLE",
        "UNAVAILABLE, PROVIDER_UNAVAILABLE",
        "RESOURCE_EXHAUSTED, PROVIDER_UNAVAILABLE",
        "UNAUTHENTICATED, CREDENTIAL_REJECTED",
        "PERMISSION_DENIED, CREDENTIAL_REJECTED",
        "BAD_ROUTE, INVALID_REQUEST"
    })
    void i3_an_outage_a_rejection_and_a_wrong_url_are_three_answers(TwirpCode said, ErrorCode code) {
        server.sandbox().faults().once(Fault.failed(said, "no"));

        assertThat(refused(server.request()).code()).isEqualTo(code);
        assertNothingKept();
        assertThat(scene.put(acme, server).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void a_server_that_is_no_livekit_is_a_wrong_server_url() {
        server.sandbox().faults().once(Fault.garbled(200, "text/html", "<html>hello</html>"));

        Problem problem = refused(server.request());

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly("server_url");
        assertNothingKept();
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_503() throws Exception {
        VaultConfig hasty = new VaultConfig(Duration.ofMillis(200), Duration.ofMinutes(2), Duration.ofDays(90));
        Node node = scene.node(usual -> TestConfig.with(usual, hasty));
        server.sandbox().faults().once(Fault.delayed(Duration.ofSeconds(20)));

        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> node.put(scene.keyOf(acme), acme, server.request(), true));
        assertNothingKept();
    }

    @Test
    void only_an_operator_may_do_without_the_probe() {
        server.sandbox().close();

        assertProblem(ErrorCode.FORBIDDEN, () -> scene.put(scene.keyOf(acme), acme, server.request(), false));
        Credential put = scene.put(scene.operator(), acme, server.request(), false);

        assertThat(put.state()).isEqualTo(CredentialState.ACTIVE);
        assertThat(put.times().verifiedAt()).isNull();
    }

    @Test
    void i8_a_literal_address_that_may_not_be_called_is_refused_before_anything_is_stored() {
        for (String url : List.of(
                "wss://169.254.169.254", "http://10.1.2.3:7880", "ws://[fe80::1]", "https://[::ffff:a9fe:a9fe]")) {
            Problem problem = refused(new LiveKitCredentialRequest(url, "APIkey", VaultScene.randomSecret()));
            assertThat(problem.code()).isEqualTo(ErrorCode.ADDRESS_NOT_ALLOWED);
        }
        assertThat(scene.versions(acme)).isEmpty();
    }

    @Test
    void i8_a_name_that_leads_to_such_an_address_is_refused_after_the_look_up_and_nobody_is_called() {
        Node strict = scene.node(usual -> TestConfig.with(usual, EgressConfig.publicOnly()));
        String byName = "ws://localhost:" + server.sandbox().port();
        LiveKitCredentialRequest request = new LiveKitCredentialRequest(byName, server.key(), server.secret());

        assertProblem(ErrorCode.ADDRESS_NOT_ALLOWED, () -> strict.put(scene.keyOf(acme), acme, request, true));

        assertThat(server.sandbox().calls().all()).isEmpty();
        assertNothingKept();
        assertThat(scene.put(scene.keyOf(acme), acme, request, true).state()).isEqualTo(CredentialState.ACTIVE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ftp://h | k | 0123456789abcdef0123456789abcdef | server_url",
                "ws://user:pw@h | k | 0123456789abcdef0123456789abcdef | server_url",
                "ws://127.1 | k | 0123456789abcdef0123456789abcdef | server_url",
                "ws://2130706433 | k | 0123456789abcdef0123456789abcdef | server_url",
                "ws://h | 'two words' | 0123456789abcdef0123456789abcdef | api_key",
                "ws://h | devkey | 0123456789abcdef0123456789abcdef | api_key",
                "ws://h | k | secret | api_secret",
                "ws://h | k | 0123456789abcdef0123456789abcde | api_secret",
                "ws://h | k | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa | api_secret",
                "ws://h | k | 0123456789abcdef0123456789abcdefé | api_secret"
            })
    void a_wrong_shape_names_the_field_and_never_repeats_the_secret(
            String url, String key, String secret, String field) {
        Problem problem = refused(new LiveKitCredentialRequest(url, key, secret));

        assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(problem.fields()).extracting(Problem.Field::name).containsExactly(field);
        assertThat(problem.toString()).doesNotContain("0123456789abcdef").doesNotContain("pw@");
        assertThat(scene.versions(acme)).isEmpty();
    }

    private void assertNothingKept() {
        assertThat(scene.claims(acme)).isZero();
        assertThat(scene.query("SELECT 1 FROM credentials WHERE sealed IS NOT NULL AND tenant_id = '" + acme + "'"))
                .isEmpty();
        assertThat(scene.versions(acme)).allMatch(row -> row.state() == CredentialState.FAILED);
    }

    private Problem refused(LiveKitCredentialRequest request) {
        try {
            scene.put(scene.keyOf(acme), acme, request, true);
        } catch (Problem problem) {
            return problem;
        }
        throw new AssertionError("it was taken");
    }

    private static void assertProblem(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private List<Map.Entry<Long, CredentialState>> states() {
        return scene.versions(acme).stream()
                .map(row -> Map.entry(row.version(), row.state()))
                .toList();
    }

    private OpenCredential opened(VaultScene.Node node) {
        return node.snapshots()
                .of(acme)
                .get(node.vault().active(), VaultScene.LIVEKIT)
                .orElseThrow();
    }

    private java.util.Optional<String> version(long number) {
        return scene.node()
                .snapshots()
                .fresh(acme)
                .get(scene.vault().version(), VaultScene.LIVEKIT.version(number))
                .map(opened -> opened.attribute("api_key"));
    }
}
