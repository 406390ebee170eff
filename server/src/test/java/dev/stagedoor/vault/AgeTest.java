// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("A tenant is told of a credential that has become old, once each time that it is ninety days older")
@Tag("slow")
class AgeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final Duration OLD = Duration.ofDays(90);

    private final VaultScene scene = new VaultScene(DB);
    private final TenantId acme = scene.tenant();
    private final VaultJobs jobs = scene.node().module().sweeps();

    @AfterEach
    void close() {
        scene.close();
    }

    private List<String> told() {
        jobs.remind();
        return DB.column("SELECT data FROM events WHERE type = 'credential.aging' AND tenant_id = '" + acme.value()
                + "' ORDER BY seq");
    }

    @Test
    void it_comes_on_its_day_and_not_again_before_it_is_as_old_once_more() {
        scene.put(acme, scene.server());
        scene.clock().turn(OLD.minusSeconds(1));
        assertThat(told()).isEmpty();

        scene.clock().turn(Duration.ofSeconds(1));
        assertThat(told()).hasSize(1);
        assertThat(told()).hasSize(1);
        scene.clock().turn(OLD);

        assertThat(told())
                .hasSize(2)
                .allSatisfy(data -> assertThat(data)
                        .contains("\"kind\":\"livekit\"", "\"version\":1", "\"created_at\":\"2026-03-01T12:00:00Z\""));
    }

    @Test
    void a_new_version_is_young_again() {
        scene.put(acme, scene.server());
        scene.clock().turn(OLD.minusDays(1));
        scene.put(acme, scene.server());

        scene.clock().turn(Duration.ofDays(2));

        assertThat(told()).isEmpty();
    }

    @Test
    void several_nodes_tell_once() {
        scene.put(acme, scene.server());
        scene.clock().turn(OLD);

        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(jobs::remind))
                        .limit(8)
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(told()).hasSize(1);
    }
}
