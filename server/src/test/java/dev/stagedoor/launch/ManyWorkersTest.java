// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("1,000 workers of which nothing changes cost next to nothing (I7)")
class ManyWorkersTest {
    private static final int TENANTS = 20;
    private static final int AGENTS = 25;
    private static final int REPLICAS = 2;
    private static final int ROUNDS = 50;

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final StandingRuntime RUNTIME = new StandingRuntime();
    private static TestNode node;
    private static LaunchScene scene;

    @BeforeAll
    static void workers() {
        node = TestNode.first(DB, Clock.systemUTC());
        scene = new LaunchScene(node, RUNTIME);
        for (int number = 0; number < TENANTS; number++) {
            Tenant tenant = scene.tenant();
            for (int agent = 0; agent < AGENTS; agent++) {
                scene.agent(tenant, "agent-" + agent, "any", REPLICAS);
            }
        }
        until("all are stored as ready", () -> {
            scene.round();
            return ready() == TENANTS * AGENTS * REPLICAS;
        });
    }

    @AfterAll
    static void end() {
        scene.close();
        node.close();
    }

    private static int ready() {
        return DB.count("SELECT count(*)::int FROM workers WHERE state = 'ready'");
    }

    /** Changes with any row of these tables. */
    private static String written() {
        return String.join(
                " ",
                DB.column("SELECT sum(xmin::text::bigint)::text FROM worker_pools"
                        + " UNION ALL SELECT sum(xmin::text::bigint)::text FROM worker_generations"
                        + " UNION ALL SELECT sum(xmin::text::bigint)::text FROM workers"));
    }

    @Test
    @DisplayName("a round is one look, and nothing is stored")
    void idle() {
        settle();
        String before = written();
        int looks = RUNTIME.looks.get();

        for (int round = 0; round < ROUNDS; round++) {
            scene.round();
        }

        assertThat(written()).isEqualTo(before);
        assertThat(RUNTIME.looks.get() - looks).isEqualTo(ROUNDS);
    }

    /** Until the turns that look again after the last change are over. */
    private static void settle() {
        AtomicReference<String> last = new AtomicReference<>("");
        AtomicLong since = new AtomicLong(System.nanoTime());
        until("nothing was written for a while", () -> {
            scene.round();
            String now = written();
            if (!now.equals(last.getAndSet(now))) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > Plan.CHECK.plusSeconds(1).toNanos();
        });
    }
}
