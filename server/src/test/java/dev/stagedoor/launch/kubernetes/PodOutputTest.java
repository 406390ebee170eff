// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.launch.WorkerRuntime.Follower;
import dev.stagedoor.launch.docker.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that an API server ends whenever it likes is read on, without a line twice, until its pod has ended. */
@Tag("slow")
class PodOutputTest {
    private static final String POD = "/api/v1/namespaces/agents-acme/pods/front-desk-1";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private static String pod(String phase) {
        String state = phase.equals("Running") ? "{\"running\": {}}" : "{\"terminated\": {\"exitCode\": 0}}";
        return """
            {"kind": "Pod", "apiVersion": "v1", "metadata": {"name": "front-desk-1", "namespace": "agents-acme"},
             "spec": {"containers": [{"name": "worker"}]},
             "status": {"phase": "%s", "containerStatuses": [{"name": "worker", "state": %s}]}}\
            """.formatted(phase, state);
    }

    @Test
    void it_goes_on_where_it_was_and_ends_with_its_pod() throws Exception {
        try (FaultyApiServer server = FaultyApiServer.start();
                Cluster cluster = new Cluster(Scene.settings(server.kubeconfig(folder), Duration.ofSeconds(2)))) {
            server.put(POD, pod("Running"));
            server.logs.add(
                    "2026-11-30T12:00:01.1Z early\n2026-11-30T12:00:02.5Z one\n2026-11-30T12:00:02.7Z two words\n");
            server.logs.add(
                    "2026-11-30T12:00:02.5Z one\n2026-11-30T12:00:02.7Z two words\n2026-11-30T12:00:03Z three\n");
            server.logs.add("2026-11-30T12:00:03Z three\n2026-11-30T12:00:04Z last");
            try (Follower follower = PodOutput.of(
                    cluster, "agents-acme", "front-desk-1", Instant.parse("2026-11-30T12:00:02Z"), lines::add)) {
                Until.isTrue("it was opened again", () -> lines.contains("three"));
                server.put(POD, pod("Succeeded"));
                Until.isTrue("it has ended", () -> !follower.isOpen());
            }
            assertThat(lines).containsExactly("one", "two words", "three", "last");
            assertThat(server.requests)
                    .anyMatch(line -> line.contains("sinceTime=2026-11-30T12") && line.contains("follow=true"));
        }
    }

    @Test
    void a_pod_that_is_gone_has_no_more_to_say() throws Exception {
        try (FaultyApiServer server = FaultyApiServer.start();
                Cluster cluster = new Cluster(Scene.settings(server.kubeconfig(folder), Duration.ofSeconds(2)));
                Follower follower = PodOutput.of(cluster, "agents-acme", "front-desk-1", Instant.EPOCH, lines::add)) {
            Until.isTrue("it has ended", () -> !follower.isOpen());
            assertThat(lines).isEmpty();
        }
    }

    @Test
    void one_that_is_closed_asks_no_more() throws Exception {
        try (FaultyApiServer server = FaultyApiServer.start();
                Cluster cluster = new Cluster(Scene.settings(server.kubeconfig(folder), Duration.ofSeconds(2)))) {
            server.put(POD, pod("Running"));
            server.logs.add("2026-11-30T12:00:01.1Z one\n");
            Follower follower = PodOutput.of(cluster, "agents-acme", "front-desk-1", Instant.EPOCH, lines::add);
            Until.isTrue("it was read", () -> lines.contains("one"));
            follower.close();
            assertThat(follower.isOpen()).isFalse();
        }
    }
}
