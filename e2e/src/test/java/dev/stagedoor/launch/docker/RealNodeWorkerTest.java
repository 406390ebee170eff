// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerRuntime.Follower;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.livekit.RealServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** examples/agent in a container, at a real livekit-server: it registers, is healthy, and leaves in peace when drained. */
@Tag("slow")
class RealNodeWorkerTest {
    private static final String IMAGE = "stagedoor-test-node:1";

    @TempDir
    private Path folder;

    @Test
    void the_example_agent_registers_and_leaves_when_it_is_drained() throws Exception {
        int port = freePort();
        GenerationRef ref = new GenerationRef(TenantId.next(Instant.parse("2026-12-01T00:00:00Z")), "acme", "demo", 1);
        WorkerSpec spec = new WorkerSpec(
                "docker",
                IMAGE,
                List.of("node", "/agent/agent.mjs", "start"),
                new WorkerSpec.Resources(2000, 1024, 200),
                Map.of(),
                new WorkerSpec.Health("/", port),
                Duration.ofSeconds(60));
        try (RealServer livekit = RealServer.start();
                DockerDaemon daemon = DockerDaemon.start(folder);
                DockerRuntime runtime = runtime(daemon)) {
            Map<String, Secret> environment = Map.of(
                    "LIVEKIT_URL", Secret.of(livekit.url()),
                    "LIVEKIT_API_KEY", Secret.of(livekit.key()),
                    "LIVEKIT_API_SECRET", Secret.of(livekit.secret()),
                    "AGENT_NAME", Secret.of("demo"),
                    "HEALTH_PORT", Secret.of(Integer.toString(port)));
            runtime.apply(new Generation(ref, spec, () -> environment), 1);
            Sighting worker = runtime.look().getFirst();
            List<String> lines = new CopyOnWriteArrayList<>();
            try (Follower follower = runtime.follow(ref, worker.worker(), Instant.EPOCH, lines::add)) {
                Until.isTrue(
                        "it is registered: " + lines,
                        () -> lines.stream().anyMatch(l -> l.contains("registered worker")));
                await(runtime, Phase.HEALTHY);
                assertThat(runtime.environment(ref, worker.worker())).containsAllEntriesOf(environment);

                runtime.drain(ref, Duration.ofSeconds(60));
                Sighting ended = await(runtime, Phase.EXITED);
                assertThat(ended.exitCode())
                        .as("after its own SIGTERM: %s", lines)
                        .isIn(0, 143);
                assertThat(lines).noneMatch(line -> line.contains(livekit.secret()));
                assertThat(follower).isNotNull();
            }
            runtime.remove(ref);
            assertThat(runtime.look()).isEmpty();
        }
    }

    private static Sighting await(DockerRuntime runtime, Phase phase) {
        return Until.isThere(
                "it is " + phase,
                () -> runtime.look().stream()
                        .filter(worker -> worker.phase() == phase)
                        .findFirst());
    }

    /** Node and its libraries are this machine's; the network is too, since the server listens on a loopback address only. */
    private static DockerRuntime runtime(DockerDaemon daemon) throws Exception {
        DockerSettings settings = new DockerSettings(
                daemon.host(), "", List.of(IMAGE), false, "host", "65534:65534", Duration.ofSeconds(30));
        try (Engine engine = new Engine(settings)) {
            WorkerImage.make(
                    engine, "stagedoor-test-node", List.of("/bin/sh", "sleep", "cat"), "ENV PATH=/usr/bin:/bin");
        }
        List<String> mounts = Stream.of("/usr", "/lib", "/lib64")
                .map(path -> path + ":" + path + ":ro")
                .toList();
        Path agent = Distribution.project().resolve("examples/agent");
        return new DockerRuntime(
                settings,
                "ins-one",
                Clock.systemUTC(),
                Stream.concat(mounts.stream(), Stream.of(agent + ":/agent:ro")).toList());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
