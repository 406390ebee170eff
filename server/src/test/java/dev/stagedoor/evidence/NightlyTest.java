// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestTenant;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.vault.VaultScene;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Every tenant with a project is verified once a night, by one node, at a time of its own")
@Tag("slow")
class NightlyTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private final VaultScene scene = new VaultScene(DB);
    private final Nightly first = nightly(scene.node());
    private final Nightly second = nightly(scene.another());

    @AfterEach
    void close() {
        scene.close();
    }

    private static Nightly nightly(VaultScene.Node node) {
        return node.features().module(EvidenceModule.class).nightly();
    }

    private TenantId withProject() {
        TenantId tenant = scene.tenant();
        scene.put(tenant, scene.server());
        return tenant;
    }

    private List<String> verifications(TenantId tenant) {
        return scene.query("SELECT passed FROM verifications WHERE tenant_id = '" + tenant.value() + "'");
    }

    private void bothNodes() {
        first.run();
        second.run();
    }

    @Test
    void once_a_night_and_again_in_the_next() {
        TenantId acme = withProject();
        TenantId without = scene.tenant();
        bothNodes();
        assertThat(verifications(acme)).as("it is noon").isEmpty();

        scene.clock().turn(Duration.ofHours(18));
        bothNodes();
        TestTenant.until("verified", () -> !verifications(acme).isEmpty());
        bothNodes();
        assertThat(verifications(acme)).hasSize(1);
        assertThat(verifications(without)).isEmpty();

        scene.clock().turn(Duration.ofHours(24));
        bothNodes();
        TestTenant.until("verified again", () -> verifications(acme).size() == 2);
    }

    private Instant nextAt(TenantId tenant) {
        return Instant.ofEpochSecond(Long.parseLong(
                scene.query("SELECT extract(epoch FROM next_at)::bigint FROM verification_turns WHERE tenant_id = '"
                                + tenant.value() + "'")
                        .getFirst()));
    }

    @Test
    void one_whose_node_dies_in_the_middle_comes_again_in_the_same_night() {
        TenantId acme = withProject();
        first.run();
        scene.clock().turn(Duration.ofHours(18));
        Instant now = scene.clock().instant();

        first.run();

        TestTenant.until("taken", () -> nextAt(acme).isAfter(now));
        assertThat(nextAt(acme)).as("while it is under way").isBefore(now.plus(Duration.ofHours(1)));
        TestTenant.until("the next is planned", () -> nextAt(acme).isAfter(now.plus(Duration.ofHours(1))));
        assertThat(verifications(acme)).hasSize(1);
    }

    @Test
    void a_nights_failure_is_an_event() {
        TenantId acme = scene.tenant();
        VaultScene.Server server = scene.server();
        scene.put(acme, server);
        first.run();
        server.sandbox().close();

        scene.clock().turn(Duration.ofHours(18));
        first.run();

        TestTenant.until(
                "told",
                () -> !scene.query("SELECT seq FROM events WHERE type = 'evidence.failed' AND tenant_id = '"
                                + acme.value() + "'")
                        .isEmpty());
        assertThat(verifications(acme)).containsExactly("f");
    }

    @Test
    void tenants_are_spread_over_the_first_six_hours_each_at_the_same_time_every_night() {
        Instant noon = scene.clock().instant();
        Set<Instant> times = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            TenantId tenant = TenantId.next(noon);
            Instant tonight = Nightly.next(tenant, noon);
            times.add(tonight);
            assertThat(tonight).isAfter(noon);
            assertThat(tonight.atZone(ZoneOffset.UTC).toLocalTime()).isBefore(LocalTime.of(6, 0));
            assertThat(Nightly.next(tenant, tonight)).isEqualTo(tonight.plus(Duration.ofDays(1)));
        }
        assertThat(times).hasSizeGreaterThan(90);
    }
}
