// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.access.TestNode;
import dev.stagedoor.db.TestDatabase;
import dev.stagedoor.tenants.Tenant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("What a worker writes after it was forgotten, with its tenant or without, is not kept")
class ForgottenWorkersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.migrated();

    private static TestNode node;

    @BeforeAll
    static void node() {
        node = TestNode.first(DB, Clock.systemUTC());
    }

    @AfterAll
    static void end() {
        node.close();
    }

    /** Of a worker that goes on. */
    private record Following() implements WorkerLogs.Feed {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Test
    @DisplayName("lines of a worker that is known are kept; those that it writes when it is known no more are not")
    void forgotten() {
        Tenant acme = node.tenant();
        String its = " WHERE tenant_id = '" + acme.id().value() + "'";
        DB.admin("""
                INSERT INTO workers (tenant_id, worker_id, agent, generation, runtime, name, node, credential_version,
                                     state, started_at)
                VALUES ('%s', 'wrk_1', 'demo', 1, 'process', 'w', 'nod_1', 1, 'ready', now())
                """.formatted(acme.id().value()));
        List<Consumer<String>> worker = new ArrayList<>();
        try (WorkerLogs logs = new WorkerLogs(node.on().ledger(), Clock.systemUTC(), 1 << 20, 1 << 24, lost -> {})) {
            logs.follow(new WorkerLogs.Which(acme.id(), "wrk_1"), List::of, (last, line) -> {
                worker.add(line);
                return new Following();
            });
            worker.getFirst().accept("hello");
            logs.flush();
            assertThat(DB.count("SELECT count(*)::int FROM worker_logs" + its)).isEqualTo(1);

            DB.admin("DELETE FROM workers" + its + "; DELETE FROM worker_logs" + its + "; DELETE FROM worker_log_sizes"
                    + its);
            worker.getFirst().accept("is anybody there?");
            logs.flush();
        }

        assertThat(DB.count("SELECT count(*)::int FROM worker_logs" + its)).isZero();
        assertThat(DB.count("SELECT count(*)::int FROM worker_log_sizes" + its)).isZero();
    }
}
