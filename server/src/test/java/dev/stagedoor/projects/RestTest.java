// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.projects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.sandbox.Fault;
import dev.stagedoor.sandbox.TwirpCode;
import dev.stagedoor.vault.VaultScene;
import dev.stagedoor.vault.VaultScene.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A project that fails is left alone by background work for longer each time (I7)")
class RestTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final Projects projects = scene.node().projects().projects();
    private final TenantId acme = scene.tenant();
    private final Server server = scene.server();

    @BeforeEach
    void put() {
        scene.put(acme, server);
        server.sandbox().calls().clear();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void one_whose_key_is_rejected_is_asked_every_five_minutes_in_the_end() {
        server.sandbox().faults().always(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));

        List<Duration> pauses = pausesWhileAskedEveryTwoSeconds(Duration.ofMinutes(40));

        assertThat(pauses).isSorted().hasSizeLessThan(20);
        assertThat(pauses.subList(0, 4))
                .containsExactly(
                        Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8));
        assertThat(pauses.getLast()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void one_that_cannot_be_reached_is_asked_every_two_minutes_in_the_end() {
        server.sandbox().faults().always(Fault.failed(TwirpCode.UNAVAILABLE, "no"));

        List<Duration> pauses = pausesWhileAskedEveryTwoSeconds(Duration.ofMinutes(20));

        assertThat(pauses).isSorted();
        assertThat(pauses.getLast()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_refusal_says_what_the_last_call_failed_with_and_when_the_next_is_made() {
        rejected(3);

        Problem refused = Objects.requireNonNull(problem(background()));

        assertThat(refused.code()).isEqualTo(ErrorCode.CREDENTIAL_REJECTED);
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(4));
        assertThat(background().rest().left()).isEqualTo(Duration.ofSeconds(4));
        assertThat(server.sandbox().calls().all()).hasSize(3);
    }

    @Test
    void a_new_version_of_the_credential_is_asked_at_once_and_so_are_those_beside_it() {
        rejected(5);
        server.sandbox().faults().clear();
        scene.grantToken(acme, Duration.ofHours(1));
        scene.put(acme, server);
        server.sandbox().calls().clear();

        for (Project key : projects.servers(acme).getFirst()) {
            assertThat(problem(key)).isNull();
        }

        assertThat(server.sandbox().calls().all()).hasSize(2);
    }

    @Test
    void a_request_is_made_at_any_time_and_its_answer_ends_the_rest() {
        rejected(5);
        server.sandbox().faults().clear();

        assertThat(problem(projects.active(scene.node().snapshots().fresh(acme))))
                .isNull();

        assertThat(problem(background())).isNull();
    }

    @Test
    void another_tenants_project_is_asked_as_ever() {
        TenantId globex = scene.tenant();
        scene.put(globex, scene.server());
        rejected(5);

        assertThat(problem(projects.servers(globex).getFirst().getFirst())).isNull();
    }

    private void rejected(int times) {
        server.sandbox().faults().always(Fault.failed(TwirpCode.UNAUTHENTICATED, "invalid API key"));
        for (int i = 0; i < times; i++) {
            scene.clock().turn(background().rest().left());
            problem(background());
        }
    }

    private List<Duration> pausesWhileAskedEveryTwoSeconds(Duration time) {
        List<Duration> pauses = new ArrayList<>();
        Instant end = scene.clock().instant().plus(time);
        Instant last = scene.clock().instant();
        int made = 0;
        while (scene.clock().instant().isBefore(end)) {
            problem(background());
            if (server.sandbox().calls().all().size() > made) {
                if (made++ > 0) {
                    pauses.add(Duration.between(last, scene.clock().instant()));
                }
                last = scene.clock().instant();
            }
            scene.clock().turn(Duration.ofSeconds(2));
        }
        return pauses;
    }

    private Project background() {
        return projects.servers(acme).getFirst().getFirst();
    }

    private static @Nullable Problem problem(Project project) {
        try {
            project.rooms();
            return null;
        } catch (Problem problem) {
            return problem;
        }
    }
}
