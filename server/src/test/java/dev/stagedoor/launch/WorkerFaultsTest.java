// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch;

import static dev.stagedoor.app.TestTenant.done;
import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.app.TestConfig;
import dev.stagedoor.app.TestServer;
import dev.stagedoor.kernel.DataSize;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@DisplayName("Workers that crash, do not end or write without end harm nobody (I7)")
class WorkerFaultsTest {
    private static final long PER_WORKER = 256 * 1024;
    private static final long PER_TENANT = 384 * 1024;

    @RegisterExtension
    static final TestServer SERVER = TestServer.configured(usual -> TestConfig.with(
            usual,
            LaunchConfig.of(WorkerScript.commands(
                            "good",
                            WorkerScript.GOOD,
                            "ending",
                            WorkerScript.ENDING,
                            "missing",
                            "exec /no/such/program\n",
                            "stubborn",
                            WorkerScript.STUBBORN,
                            "flooding",
                            WorkerScript.FLOODING))
                    .keeping(new DataSize(PER_WORKER), new DataSize(PER_TENANT))));

    private static int number;

    private Launching acme;

    @BeforeEach
    void tenant() {
        number++;
        acme = new Launching(SERVER, "acme-" + number);
    }

    @AfterEach
    void leave() {
        acme.backend().delete(Launching.POOL);
        acme.close();
    }

    private List<String> events() {
        return SERVER.column("SELECT type FROM events WHERE tenant_id = '"
                + acme.tenant().id() + "' AND type LIKE 'worker.%' ORDER BY seq");
    }

    @Test
    @DisplayName("one that ends at once with exit code 0 is started ever less often, and that is told, once")
    void crashLoop() {
        done(acme.put("ending", ""));

        until("it is told", () -> events().contains("worker.failed"));

        assertThat(events()).containsExactly("worker.failed");
        assertThat(acme.workers("ended")).hasSizeBetween(3, 4);
        assertThat(acme.pool().at("/problem")).contains("exit code 0");
        String last = acme.workers("ended").getFirst().path("id").asText();
        until("its last words are kept", () -> acme.log(last).contains("no such server"));
    }

    @Test
    @DisplayName("what failed is tried again at once when it is put again")
    void putAgain() {
        done(acme.put("ending", ""));
        until("it failed", () -> events().contains("worker.failed"));

        done(acme.put("good", ""));

        acme.untilReady(1);
        assertThat(acme.pool().json().has("problem")).isFalse();
        assertThat(events()).contains("worker.ready");
    }

    @Test
    @DisplayName("a program that does not exist is a failure with its exit code")
    void missing() {
        done(acme.put("missing", ""));

        until("it failed", () -> !acme.workers("ended").isEmpty());

        assertThat(acme.workers("ended").getFirst().path("exit_code").asInt()).isEqualTo(127);
    }

    @Test
    @DisplayName("one that takes no notice of SIGTERM is killed when its time is over")
    void stubborn() {
        String id = acme.ready("stubborn", ",\"drain_seconds\":1");

        done(acme.put("good", ""));

        acme.untilState(id, "ended");
    }

    @Test
    @DisplayName(
            "1 GB of output costs neither memory nor disk: the newest is kept, and it is said how much was dropped")
    void flood() {
        long before = memory();
        String id = acme.ready("flooding");
        for (String part : List.of("first", "second", "third", "fourth")) {
            until(part + " part was read", () -> acme.log(id).contains(part + " part written"));
        }

        assertThat(acme.log(id)).anyMatch(line -> line.matches("\\[stagedoor] [0-9]{5,} lines .* were dropped.*"));
        assertThat(kept()).isLessThanOrEqualTo(PER_WORKER);
        assertThat(memory() - before).isLessThan(100L << 20);
    }

    private static long memory() {
        System.gc();
        Runtime memory = Runtime.getRuntime();
        return memory.totalMemory() - memory.freeMemory();
    }

    private long kept() {
        return Long.parseLong(
                SERVER.column("SELECT coalesce(max(place) - min(place), 0) FROM worker_logs WHERE tenant_id = '"
                                + acme.tenant().id() + "'")
                        .getFirst());
    }

    @Test
    @DisplayName("a tenant's workers together keep no more than one tenant may")
    void floodOfTenant() {
        done(acme.put("flooding", ",\"replicas\":{\"min\":3}"));
        acme.untilReady(3);

        for (int times = 0; times < 20; times++) {
            long bytes = Long.parseLong(SERVER.column(
                            "SELECT coalesce(max(tenant_place) - min(tenant_place), 0) FROM worker_logs WHERE tenant_id = '"
                                    + acme.tenant().id() + "'")
                    .getFirst());
            assertThat(bytes).isLessThanOrEqualTo(PER_TENANT);
            acme.pool();
        }
    }
}
