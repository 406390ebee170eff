// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.db.UpgradeRows;
import dev.stagedoor.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** E6: agents written by an older version. */
class AgentsUpgradeTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final TenantId TENANT = new TenantId("ten_01kjmma2g02zx4t2qcanjgw6t8");
    private static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void rows_of_the_first_version_are_read() {
        UpgradeRows.load(DB, "agents.sql");

        assertThat(find("greeter"))
                .contains(new Agent(
                        "greeter",
                        "Greeter",
                        "greeter-v1",
                        new Agent.Persona("Greet.", "m", "v", List.of("a", "b"), false),
                        new Agent.Limits(Duration.ofMinutes(30), Duration.ofSeconds(45)),
                        true,
                        new Agent.Times(CREATED, CREATED)));
        assertThat(find("bare"))
                .contains(new Agent(
                        "bare",
                        "Bare",
                        "bare-v1",
                        new Agent.Persona(null, null, null, List.of(), false),
                        new Agent.Limits(Duration.ofHours(1), Duration.ofSeconds(45)),
                        false,
                        new Agent.Times(CREATED, CREATED)));
    }

    private static Optional<Agent> find(String slug) {
        return DB.database().read(TENANT, tx -> AgentStore.find(tx, slug));
    }
}
