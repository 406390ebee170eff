// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant is reminded of a credential that ends: thirty days before, seven, one, and then")
@Tag("slow")
class ExpiryTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final VaultJobs jobs = scene.node().module().sweeps();

    @AfterEach
    void close() {
        scene.close();
    }

    private Instant in(Duration duration) {
        return scene.clock().instant().plus(duration);
    }

    private Credential expires(@Nullable Instant at) {
        return scene.vault().expires(scene.keyOf(acme), acme, VaultScene.LIVEKIT, at);
    }

    private List<String> reminders() {
        jobs.remind();
        return DB.column("SELECT data FROM events WHERE type = 'credential.expiring' AND tenant_id = '" + acme.value()
                + "' ORDER BY seq");
    }

    @Test
    void each_reminder_comes_once_on_its_day() {
        scene.put(acme, scene.server());
        assertThat(expires(in(Duration.ofDays(40))).times().expiresAt()).isEqualTo(in(Duration.ofDays(40)));
        assertThat(reminders()).isEmpty();

        for (int days : new int[] {10, 23, 6, 1}) {
            int before = reminders().size();
            scene.clock().turn(Duration.ofDays(days));
            assertThat(reminders()).hasSize(before + 1);
            assertThat(reminders()).hasSize(before + 1);
        }
        scene.clock().turn(Duration.ofDays(90));

        assertThat(reminders())
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event).contains("\"kind\":\"livekit\"", "\"version\":1", "\"expires_at\":"));
    }

    @Test
    void a_credential_that_has_ended_already_is_told_of_at_once_and_still_used() {
        scene.put(acme, scene.server());

        expires(in(Duration.ofDays(-1)));

        assertThat(reminders()).hasSize(1);
        assertThat(scene.versions(acme).getFirst().state()).isEqualTo(CredentialState.ACTIVE);
    }

    @Test
    void nobody_is_reminded_of_what_was_replaced_or_does_not_end_after_all() {
        scene.put(acme, scene.server());
        expires(in(Duration.ofDays(31)));
        scene.put(acme, scene.server());
        scene.clock().turn(Duration.ofDays(2));
        assertThat(reminders()).isEmpty();

        expires(in(Duration.ofDays(31)));
        expires(null);
        scene.clock().turn(Duration.ofDays(2));
        assertThat(reminders()).isEmpty();
    }

    @Test
    void two_nodes_remind_once() {
        scene.put(acme, scene.server());
        expires(in(Duration.ofHours(1)));
        expires(in(Duration.ofDays(-1)));

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(jobs::remind))
                        .limit(8)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(reminders()).hasSize(1);
    }

    @Test
    void without_an_active_version_there_is_nothing_to_note() {
        assertThatThrownBy(() -> expires(in(Duration.ofDays(1))))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(problem.code().wire()).isEqualTo("not_found"));
    }
}
