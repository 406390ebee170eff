// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.Snapshot;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Rounds;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.token.AccessToken;
import dev.stagedoor.livekit.token.Verification;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.RoomSpec;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.sandbox.server.LoggedCall;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A project is one tenant's server, reached with one version of that tenant's own credential (I2, I3). */
@Tag("slow")
class ProjectsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final Projects projects = scene.node().projects().projects();
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Puts it, and a token is granted with it: what nothing was granted with does not outlast the next one. */
    private void used(Server server) {
        scene.put(acme, server);
        scene.grantToken(acme, Duration.ofHours(1));
    }

    @Test
    void i2_each_tenant_is_served_by_its_own_server_with_its_own_key() {
        Server other = scene.server();
        scene.put(acme, server);
        scene.put(globex, other);
        server.sandbox().calls().clear();
        other.sandbox().calls().clear();

        projects.active(snapshot(acme)).rooms();

        assertThat(server.sandbox().calls().all())
                .extracting(LoggedCall::apiKey)
                .containsExactly(server.key());
        assertThat(other.sandbox().calls().all()).isEmpty();
    }

    private List<Project> inUse(TenantId tenant) {
        return projects.servers(tenant).stream().flatMap(List::stream).toList();
    }

    @Test
    void i3_without_a_credential_there_is_none_to_fall_back_on() {
        scene.put(globex, server);

        assertProblem(ErrorCode.CREDENTIAL_MISSING, () -> projects.active(snapshot(acme)));
        assertProblem(ErrorCode.CREDENTIAL_MISSING, () -> projects.version(acme, 1));
        assertThat(inUse(acme)).isEmpty();
        assertThat(projects.usable(snapshot(acme), 1)).isFalse();
    }

    @Test
    void i2_a_call_that_names_an_older_version_is_still_driven_by_it() {
        used(server);
        Server next = scene.server();
        scene.put(acme, next);

        assertThat(projects.version(acme, 1).url().ws()).isEqualTo(server.url());
        assertThat(projects.active(snapshot(acme)).url().ws()).isEqualTo(next.url());
        assertThat(inUse(acme)).extracting(Project::version).containsExactly(2L, 1L);
    }

    @Test
    void a_revoked_version_drives_nothing_any_more() {
        used(server);
        scene.put(acme, scene.server());
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, 1L);

        assertProblem(ErrorCode.CREDENTIAL_MISSING, () -> projects.version(acme, 1));
        assertThat(inUse(acme)).extracting(Project::version).containsExactly(2L);
    }

    @Test
    void d7_a_server_is_reached_by_the_version_itself_or_else_by_the_newest_of_the_same_server_only() {
        used(server);
        used(server);
        scene.put(acme, scene.server());
        assertThat(keysTo(1)).containsExactly(1L, 2L);
        assertThat(keysTo(3)).containsExactly(3L);

        revoke(1);
        assertThat(keysTo(1)).containsExactly(2L);
        scene.put(acme, server);
        assertThat(keysTo(1)).containsExactly(4L);

        revoke(2);
        revoke(4);
        assertThat(keysTo(1)).isEmpty();
        assertProblem(ErrorCode.CREDENTIAL_MISSING, () -> projects.reached(acme, 1, Project::rooms));
        used(server);
        assertThat(keysTo(1)).containsExactly(5L);
    }

    private List<Long> keysTo(long version) {
        scene.node().snapshots().fresh(acme);
        return projects.reaching(acme, version).stream().map(Project::version).toList();
    }

    private void revoke(long version) {
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, version);
    }

    @Test
    void d7_where_livekit_rejects_the_version_itself_the_newest_one_is_tried_and_an_outage_is_none() {
        used(server);
        used(server);
        server.sandbox().faults().times(1, Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));
        assertThat(projects.<Long>reached(acme, 1, project -> {
                    project.rooms();
                    return project.version();
                }))
                .isEqualTo(2);

        server.sandbox().calls().clear();
        server.sandbox().faults().times(1, Fault.failed(TwirpCode.UNAVAILABLE, "busy"));
        assertProblem(ErrorCode.PROVIDER_UNAVAILABLE, () -> projects.reached(acme, 1, Project::rooms));
        assertThat(server.sandbox().calls().all()).hasSize(1);
    }

    @Test
    void which_rooms_exist_is_known_although_their_metadata_fills_more_than_an_answer() {
        scene.put(acme, server);
        Set<String> names = IntStream.range(0, 30).mapToObj(i -> "acme.r" + i).collect(Collectors.toSet());
        String metadata = "\u0001".repeat(60_000);
        names.forEach(name -> server.sandbox().state().createRoom(new RoomSpec(name, 0, 0, 0, metadata, List.of())));
        Project project = projects.active(snapshot(acme));
        assertThatThrownBy(project::rooms)
                .isInstanceOfSatisfying(
                        Problem.class,
                        failed -> assertThat(Project.isUnreadable(failed)).isTrue());

        Set<String> asked = new HashSet<>(names);
        asked.add("acme.gone");
        assertThat(project.existing(asked)).isEqualTo(names);
        assertThat(project.existing(Set.of())).isEmpty();
    }

    @Test
    void a_suspended_tenants_rooms_can_still_be_cleared() {
        scene.put(acme, server);
        scene.tenants().tenants().suspend(scene.operator(), acme);

        assertThat(inUse(acme))
                .singleElement()
                .satisfies(project -> assertThat(project.rooms()).isEmpty());
    }

    @Test
    void t4_jobs_reach_the_project_of_a_tenant_that_changes_all_the_time() throws InterruptedException {
        scene.put(acme, server);
        AtomicBoolean over = new AtomicBoolean();
        Thread changes = Thread.startVirtualThread(() -> {
            while (!over.get()) {
                DB.admin("UPDATE stagedoor.tenant_ledger SET epoch = epoch + 1 WHERE tenant_id = '" + acme.value()
                        + "'");
            }
        });

        try {
            for (int i = 0; i < Rounds.of(100); i++) {
                snapshot(acme);
                assertThat(projects.version(acme, 1).version()).isEqualTo(1);
                snapshot(acme);
                assertThat(inUse(acme)).hasSize(1);
            }
        } finally {
            over.set(true);
            changes.join();
        }
    }

    @Test
    void many_failed_puts_do_not_hide_the_version_that_is_in_use() {
        scene.put(acme, server);
        Server dead = scene.server();
        dead.sandbox().close();
        for (int i = 0; i < 60; i++) {
            assertThatThrownBy(() -> scene.put(acme, dead)).isInstanceOf(Problem.class);
        }

        assertThat(inUse(acme)).extracting(Project::version).containsExactly(1L);
        assertThat(projects.verify(snapshot(acme), token(acme)).verdict()).isInstanceOf(Verification.Accepted.class);
    }

    @Test
    void t3_a_token_is_proved_by_the_tenants_own_key_and_by_no_others() {
        used(server);
        scene.put(globex, scene.server("API" + "twin", server.secret().replace('-', '_')));
        String mine = token(acme);

        assertThat(projects.verify(snapshot(acme), mine).verdict()).isInstanceOf(Verification.Accepted.class);
        assertThat(projects.verify(snapshot(globex), mine).verdict()).isInstanceOf(Verification.Rejected.class);
        scene.put(acme, scene.server());
        assertThat(projects.verify(snapshot(acme), mine).verdict()).isInstanceOf(Verification.Accepted.class);
        scene.vault().revoke(scene.keyOf(acme), acme, VaultScene.LIVEKIT, 1L);
        assertThat(projects.verify(snapshot(acme), mine).verdict()).isInstanceOf(Verification.Rejected.class);
    }

    @Test
    void s1_nothing_of_a_project_prints_its_secret() {
        scene.put(acme, server);
        Project project = projects.active(snapshot(acme));

        assertThat(List.of(
                        project.toString(),
                        project.signer().toString(),
                        project.url().toString()))
                .noneMatch(text -> text.contains(server.secret()));
        assertThat(project.toString()).contains(server.key());
    }

    private String token(TenantId tenant) {
        AccessToken token = AccessToken.forParticipant("alice").build();
        return projects.active(snapshot(tenant))
                .signer()
                .sign(token, scene.clock().instant())
                .jwt();
    }

    private Snapshot snapshot(TenantId tenant) {
        return scene.node().snapshots().fresh(tenant);
    }

    private static void assertProblem(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
