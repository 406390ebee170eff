// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An engine of the test's own, an image on it, and a runtime. */
final class DockerScene implements AutoCloseable {
    static final String IMAGE = "stagedoor-test-worker:1";
    static final String WITHOUT_SHELL = "stagedoor-test-bare:1";
    static final String SECRET = "s3cret-of-acme-0123456789";

    final DockerDaemon daemon;
    final Engine engine;
    final DockerRuntime runtime;

    private DockerScene(DockerDaemon daemon) throws Exception {
        this.daemon = daemon;
        this.engine = new Engine(settings());
        List<String> programs = List.of("/bin/sh", "cat", "sleep", "yes", "head", "id", "ls", "tail", "wc");
        WorkerImage.make(engine, "stagedoor-test-worker", programs, "ENV FROM_IMAGE=yes", "CMD [\"sleep\",\"1000\"]");
        WorkerImage.make(engine, "stagedoor-test-bare", List.of("cat"), "ENTRYPOINT [\"/bin/cat\"]");
        this.runtime = runtime("ins-one", Clock.systemUTC());
    }

    static DockerScene on(Path folder, String... options) throws Exception {
        return new DockerScene(DockerDaemon.start(folder, options));
    }

    private DockerSettings settings() {
        return settings(Duration.ofSeconds(20));
    }

    DockerSettings settings(Duration timeout) {
        List<String> images = List.of(IMAGE, WITHOUT_SHELL, "stagedoor-test-missing:1", "127.0.0.1:*", "localhost/*");
        return new DockerSettings(daemon.host(), "", images, true, "none", "65534:65534", timeout);
    }

    DockerRuntime runtime(String installation, Clock clock) {
        return new DockerRuntime(settings(), installation, clock);
    }

    static GenerationRef ref(String agent) {
        return new GenerationRef(TenantId.next(Instant.parse("2026-11-30T12:00:00Z")), "acme", agent, 1);
    }

    static WorkerSpec spec(String image, String... arguments) {
        return new WorkerSpec(
                "docker",
                image,
                List.of(arguments),
                new WorkerSpec.Resources(500, 64, 32),
                Map.of(),
                null,
                Duration.ofSeconds(60));
    }

    /** A worker that runs those lines of shell. */
    static Generation worker(GenerationRef ref, String shell) {
        return new Generation(ref, spec(IMAGE, "/bin/sh", "-c", shell), DockerScene::environment);
    }

    static Map<String, Secret> environment() {
        return Map.of(
                "LIVEKIT_URL", Secret.of("wss://acme.example.com"),
                "LIVEKIT_API_KEY", Secret.of("APIacme"),
                "LIVEKIT_API_SECRET", Secret.of(SECRET),
                "PRIVATE_KEY", Secret.of("-----BEGIN KEY-----\nab'c\n-----END KEY-----\n"));
    }

    List<Sighting> seen(GenerationRef ref) {
        return runtime.look().stream()
                .filter(worker -> worker.generation().equals(ref))
                .toList();
    }

    Sighting await(GenerationRef ref, Phase phase) {
        return Until.isThere(
                "a worker of " + ref + " is " + phase,
                () -> seen(ref).stream()
                        .filter(worker -> worker.phase() == phase)
                        .findFirst());
    }

    Optional<Sighting> find(GenerationRef ref, String worker) {
        return seen(ref).stream()
                .filter(sighting -> sighting.worker().equals(worker))
                .findFirst();
    }

    @Override
    public void close() {
        runtime.look().stream().map(Sighting::generation).distinct().forEach(runtime::remove);
        runtime.close();
        engine.close();
        daemon.close();
    }
}
