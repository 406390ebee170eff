// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.livekit.api.LiveKitException;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** I7: one tenant's dead or slow server affects only that tenant, and only while it is dead. */
@Tag("slow")
class OutageTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final int ENOUGH = 10;

    private final VaultScene scene = new VaultScene(DB);
    private final Projects projects = scene.node().projects().projects();
    private final TenantId acme = scene.tenant();
    private final TenantId globex = scene.tenant();
    private final Server server = scene.server();
    private final Server other = scene.server();

    @BeforeEach
    void put() {
        scene.put(acme, server);
        scene.put(globex, other);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void i7_a_failing_server_is_left_alone_for_a_while_and_others_are_not() {
        failing(TwirpCode.INTERNAL);
        server.sandbox().calls().clear();

        assertThat(problem(acme)).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(server.sandbox().calls().all()).as("nobody was asked").isEmpty();
        assertThat(project(globex).rooms()).isEmpty();
    }

    @Test
    void a_server_that_is_back_is_asked_again() {
        failing(TwirpCode.UNAVAILABLE);
        server.sandbox().faults().clear();
        assertThat(problem(acme)).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);

        scene.clock().turn(Duration.ofSeconds(6));

        assertThat(project(acme).rooms()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = TwirpCode.class,
            names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "INVALID_ARGUMENT", "RESOURCE_EXHAUSTED"})
    void i3_what_a_server_says_is_an_answer_and_never_an_outage(TwirpCode said) {
        failing(said);
        server.sandbox().faults().clear();

        assertThat(project(acme).rooms()).isEmpty();
    }

    @Test
    void no_such_room_after_three_seconds_is_no_outage() {
        server.sandbox().faults().always(Fault.failed(TwirpCode.UNAVAILABLE, "no response from servers"));
        for (int i = 0; i < 2 * ENOUGH; i++) {
            assertThatThrownBy(() -> project(acme).dispatches(service -> service.listDispatch("none"), WITHIN))
                    .isInstanceOf(LiveKitException.NoSuchRoom.class);
        }
        server.sandbox().faults().clear();

        assertThat(project(acme).rooms()).isEmpty();
    }

    @Test
    void i3_a_server_that_rejects_the_key_is_422_and_a_dead_one_503() {
        server.sandbox().faults().once(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));
        assertThat(problem(acme)).isEqualTo(ErrorCode.CREDENTIAL_REJECTED);

        server.sandbox().close();
        assertThat(problem(acme)).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
    }

    @Test
    void a_dead_old_server_does_not_close_the_new_one() {
        failing(TwirpCode.INTERNAL);
        scene.grantToken(acme, Duration.ofHours(1));
        Server next = scene.server();
        scene.put(acme, next);

        assertThat(project(acme).rooms()).isEmpty();
        assertThatThrownBy(() -> projects.version(acme, 1).rooms())
                .isInstanceOfSatisfying(
                        Problem.class, p -> assertThat(p.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE));
    }

    @Test
    void i7_calls_under_way_are_bounded_and_the_bound_is_the_tenants_own() throws Exception {
        CountDownLatch inside = new CountDownLatch(64);
        CountDownLatch release = new CountDownLatch(1);
        Project project = project(acme);
        List<Future<Boolean>> held = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 64; i++) {
                held.add(threads.submit(() -> project.rooms(
                        service -> {
                            inside.countDown();
                            return await(release);
                        },
                        WITHIN)));
            }
            inside.await();

            assertThat(problem(acme)).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
            assertThat(project(globex).rooms()).isEmpty();
            release.countDown();
            for (Future<Boolean> each : held) {
                assertThat(each.get()).isTrue();
            }
        }
        assertThat(project(acme).rooms()).isEmpty();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The tenant's server returns this for enough calls that an outage would be noticed. */
    private void failing(TwirpCode said) {
        server.sandbox().faults().always(Fault.failed(said, "no"));
        for (int i = 0; i < 2 * ENOUGH; i++) {
            assertThatThrownBy(() -> project(acme).rooms()).isInstanceOf(Problem.class);
        }
    }

    private ErrorCode problem(TenantId tenant) {
        try {
            project(tenant).rooms();
        } catch (Problem problem) {
            return problem.code();
        }
        throw new AssertionError("it was answered");
    }

    private Project project(TenantId tenant) {
        return projects.active(scene.node().snapshots().fresh(tenant));
    }
}
