// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.Problem;
import dev.stagedoor.launch.allowed.AllowedCommand;
import dev.stagedoor.launch.process.ProcessRuntime;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What still runs of an agent whose workers are wanted no more counts for its tenant (I7)")
class LeftWorkersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final List<AllowedCommand> COMMANDS = WorkerScript.commands("good", WorkerScript.GOOD).stream()
            .map(AllowedCommand::parse)
            .toList();

    private static TestNode node;

    private LaunchScene scene;
    private Tenant acme;

    @BeforeAll
    static void node() {
        node = TestNode.first(DB, Clock.systemUTC());
    }

    @AfterAll
    static void end() {
        node.close();
    }

    @BeforeEach
    void begin() {
        scene = new LaunchScene(node, new ProcessRuntime(COMMANDS, Clock.systemUTC()));
        acme = scene.tenant();
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    /** So many of that agent's workers finish their calls. */
    private void finishing(String agent, int many) {
        DB.admin("""
                INSERT INTO workers (tenant_id, worker_id, agent, generation, runtime, name, node, credential_version,
                                     state, dismissed, started_at, restarts)
                SELECT '%s', 'wrk_' || n, '%s', 1, 'process', 'w' || n, 'nod_other', 1, 'draining', false, now(), 0
                  FROM generate_series(1, %d) AS n
                """.formatted(acme.id().value(), agent, many));
    }

    @Test
    @DisplayName("workers that were deleted and do not end leave no room for others")
    void deleted() {
        scene.agent(acme, "first", "good", 1);
        finishing("first", 10_000 * Pool.SETS);
        scene.module.workers().delete(node.operator(), acme.id(), "first");

        assertThatThrownBy(() -> scene.agent(acme, "second", "good", 1))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("10001 workers");
    }

    @Test
    @DisplayName("workers of several generations of one agent count once")
    void generations() {
        scene.agent(acme, "first", "good", 1);
        finishing("first", Pool.SETS);

        scene.agent(acme, "second", "good", 9_999);

        assertThat(scene.module
                        .workers()
                        .get(node.operator(), acme.id(), "second")
                        .pool()
                        .replicas()
                        .most())
                .isEqualTo(9_999);
    }
}
