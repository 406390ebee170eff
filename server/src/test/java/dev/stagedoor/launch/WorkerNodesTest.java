// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.api.workers.WorkerState;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.kernel.TenantId;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("One node sees to an agent's workers; when it is gone, another one goes on")
class WorkerNodesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static final List<AllowedCommand> COMMANDS = WorkerScript.commands("good", WorkerScript.GOOD).stream()
            .map(AllowedCommand::parse)
            .toList();

    private static TestNode first;
    private static TestNode second;

    private LaunchScene one;
    private LaunchScene other;
    private Tenant acme;

    @BeforeAll
    static void nodes() {
        first = TestNode.first(DB, Clock.systemUTC());
        second = first.another();
    }

    @AfterAll
    static void end() {
        first.close();
    }

    @BeforeEach
    void begin() {
        one = new LaunchScene(first, new ProcessRuntime(COMMANDS, Clock.systemUTC()));
        other = new LaunchScene(second, new ProcessRuntime(COMMANDS, Clock.systemUTC()));
        acme = one.tenant();
        one.agent(acme, "demo", "good", 2);
    }

    @AfterEach
    void leave() {
        one.close();
        other.close();
        DB.admin("DELETE FROM worker_pools; DELETE FROM worker_generations; DELETE FROM workers");
    }

    private List<String> ready(TenantId tenant) {
        return one.workers(tenant, WorkerState.READY).items().stream()
                .map(Worker::id)
                .toList();
    }

    private void untilReady(Runnable rounds) {
        until("two are ready", () -> {
            rounds.run();
            return ready(acme.id()).size() == 2;
        });
    }

    @Test
    @DisplayName("two nodes at once: each agent's workers are one node's, and there are no more of them than wanted")
    void once() {
        untilReady(() -> {
            one.round();
            other.round();
        });

        for (int rounds = 0; rounds < 20; rounds++) {
            one.round();
            other.round();
            assertThat(ready(acme.id())).hasSize(2);
        }
        assertThat(one.module.pools() + other.module.pools()).isEqualTo(1);
        assertThat(one.workers(acme.id(), null).items()).hasSize(2);
    }

    @Test
    @DisplayName("what workers have in their environments is seen by their node, and the other one says that it is not")
    void environments() {
        untilReady(one::round);

        assertThat(one.module.environments().of(acme.id()))
                .hasSize(2)
                .allMatch(worker -> !worker.elsewhere() && !worker.variables().isEmpty());
        assertThat(other.module.environments().of(acme.id()))
                .hasSize(2)
                .allMatch(WorkerEnvironments.OfWorker::elsewhere);
    }

    @Test
    @DisplayName("a node that leaves: the other has its workers at once, without a failure")
    void leaves() {
        untilReady(one::round);
        List<String> before = ready(acme.id());

        one.close();
        until("two others are ready", () -> {
            other.round();
            return ready(acme.id()).size() == 2 && ready(acme.id()).stream().noneMatch(before::contains);
        });

        assertThat(other.workers(acme.id(), WorkerState.ENDED).items())
                .hasSize(2)
                .allMatch(worker -> worker.end() != null
                        && "its node is gone".equals(worker.end().why()));
    }

    @Test
    @DisplayName("a node that dies without a word: the other waits until it is sure, and goes on")
    void dies() {
        untilReady(one::round);
        List<String> before = ready(acme.id());

        one.die();
        other.round();
        assertThat(ready(acme.id())).as("not sure yet").isEqualTo(before);

        until("two others are ready", () -> {
            other.round();
            return ready(acme.id()).size() == 2 && ready(acme.id()).stream().noneMatch(before::contains);
        });
    }

    @Test
    @DisplayName("a node that dies in the middle of a change of generation: the other one finishes the change")
    void diesInBetween() {
        untilReady(one::round);
        one.rotate(acme);
        until("the next generation has begun", () -> {
            one.round();
            return DB.count("SELECT count(*)::int FROM worker_generations WHERE tenant_id = '"
                            + acme.id().value() + "'")
                    == 2;
        });

        one.die();
        until("two of the new generation are ready, and nothing of the old one is left", () -> {
            other.round();
            List<Worker> ready = other.workers(acme.id(), WorkerState.READY).items();
            return ready.size() == 2
                    && ready.stream().allMatch(worker -> worker.version() == 2)
                    && DB.count("SELECT count(*)::int FROM worker_generations WHERE tenant_id = '"
                                    + acme.id().value() + "'")
                            == 1;
        });
    }

    @Test
    @DisplayName("a node that was away for too long finds that its workers are another's, and ends its own")
    void awayTooLong() {
        untilReady(one::round);
        List<String> before = ready(acme.id());
        until("the other has them", () -> {
            other.round();
            return ready(acme.id()).size() == 2 && ready(acme.id()).stream().noneMatch(before::contains);
        });

        until("the first one's are gone", () -> {
            one.round();
            other.round();
            return ProcessHandle.current()
                            .descendants()
                            .map(process -> process.info().commandLine().orElse(""))
                            .filter(line -> line.endsWith("good.sh") && !line.contains("watchdog"))
                            .count()
                    == 2;
        });
        assertThat(ready(acme.id())).hasSize(2).noneMatch(before::contains);
    }
}
