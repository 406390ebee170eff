// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static dev.stagedoor.launch.docker.DockerScene.ref;
import static dev.stagedoor.launch.docker.DockerScene.worker;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.RuntimeUnavailable;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerRuntime.Follower;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that hangs, is restarted or goes away, and a worker that floods it. */
@Tag("slow")
class DockerTroubleTest {
    @TempDir
    private Path folder;

    @Test
    void an_engine_that_hangs_is_unavailable_within_seconds_and_costs_no_thread() throws Exception {
        try (DockerScene docker = DockerScene.on(folder);
                DockerRuntime impatient =
                        new DockerRuntime(docker.settings(Duration.ofSeconds(1)), "ins-one", Clock.systemUTC())) {
            GenerationRef ref = ref("calm");
            docker.runtime.apply(worker(ref, "sleep 1000"), 1);
            Sighting worker = docker.await(ref, Phase.RUNNING);
            Generation more = worker(ref("more"), "sleep 1000");
            impatient.look();
            long before = openSockets();

            docker.daemon.hang();
            for (int i = 0; i < 3; i++) {
                within(3, () -> assertThatThrownBy(impatient::look).isInstanceOf(RuntimeUnavailable.class));
                within(
                        3,
                        () -> assertThatThrownBy(() -> impatient.apply(more, 1))
                                .isInstanceOf(RuntimeUnavailable.class));
                within(
                        3,
                        () -> assertThatThrownBy(() -> impatient.drain(ref, Duration.ofSeconds(1)))
                                .isInstanceOf(RuntimeUnavailable.class));
                within(
                        3,
                        () -> assertThatThrownBy(
                                        () -> impatient.follow(ref, worker.worker(), Instant.EPOCH, line -> {}))
                                .isInstanceOf(RuntimeUnavailable.class));
                within(
                        3,
                        () -> assertThatThrownBy(() -> impatient.environment(ref, worker.worker()))
                                .isInstanceOf(RuntimeUnavailable.class));
            }
            Until.isTrue("no connection is left behind", () -> openSockets() <= before);
            assertThat(threads("docker-java")).isEmpty();
            docker.daemon.goOn();

            assertThat(impatient.look().stream()
                            .filter(seen -> seen.generation().equals(ref)))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.phase()).isEqualTo(Phase.RUNNING));
        }
    }

    private static void within(int seconds, Runnable action) {
        long start = System.nanoTime();
        action.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(seconds));
    }

    private static List<String> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.startsWith(name))
                .toList();
    }

    /** This process's connections, of any kind. */
    private static long openSockets() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(fd -> target(fd).startsWith("socket:")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    @Test
    void workers_of_an_engine_that_keeps_them_go_on_while_it_is_restarted() throws Exception {
        try (DockerScene docker = DockerScene.on(folder, "--live-restore")) {
            GenerationRef ref = ref("kept");
            docker.runtime.apply(worker(ref, "sleep 1000"), 2);
            List<Sighting> before = docker.seen(ref);

            docker.daemon.stop();
            assertThatThrownBy(docker.runtime::look)
                    .isInstanceOf(RuntimeUnavailable.class)
                    .hasMessageContaining("Docker cannot be reached");
            docker.daemon.start();

            assertThat(docker.seen(ref))
                    .containsExactlyInAnyOrderElementsOf(before)
                    .hasSize(2);
            docker.runtime.apply(worker(ref, "sleep 1000"), 2);
            assertThat(docker.seen(ref)).hasSize(2);
        }
    }

    @Test
    void workers_that_ended_with_their_engine_are_seen_and_started_again() throws Exception {
        try (DockerScene docker = DockerScene.on(folder)) {
            GenerationRef ref = ref("lost");
            Generation generation = worker(ref, "trap 'exit 7' TERM; while :; do sleep 0.2; done");
            docker.runtime.apply(generation, 1);
            Sighting before = docker.await(ref, Phase.RUNNING);
            List<String> lines = new CopyOnWriteArrayList<>();
            Follower follower = docker.runtime.follow(ref, before.worker(), Instant.EPOCH, lines::add);

            docker.daemon.stop();
            Until.isTrue("whoever follows it notices", () -> !follower.isOpen());
            docker.daemon.start();

            Sighting after = docker.find(ref, before.worker()).orElseThrow();
            assertThat(after.phase()).isEqualTo(Phase.EXITED);
            assertThat(after.exitCode()).isEqualTo(7);
            docker.runtime.apply(generation, 1);
            assertThat(docker.await(ref, Phase.RUNNING).worker()).isNotEqualTo(before.worker());
        }
    }

    @Test
    void an_engine_that_was_restarted_while_a_worker_was_drained_has_it_drained_still() throws Exception {
        try (DockerScene docker = DockerScene.on(folder, "--live-restore")) {
            GenerationRef ref = ref("crash");
            docker.runtime.apply(worker(ref, "trap '' TERM; while :; do sleep 0.2; done"), 1);
            docker.await(ref, Phase.RUNNING);
            docker.runtime.drain(ref, Duration.ofMinutes(10));
            docker.daemon.stop();
            docker.daemon.start();
            assertThat(docker.seen(ref))
                    .singleElement()
                    .satisfies(worker -> assertThat(worker.phase()).isEqualTo(Phase.DRAINING));
        }
    }

    @Test
    void a_gigabyte_of_output_costs_neither_the_engines_disk_nor_our_memory() throws Exception {
        try (DockerScene docker = DockerScene.on(folder)) {
            GenerationRef ref = ref("flood");
            // Lines of 4 KiB: what is measured is what becomes of the bytes.
            docker.runtime.apply(
                    worker(
                            ref,
                            "x=0123456789abcdef; for i in 1 2 3 4 5 6 7 8; do x=$x$x; done; yes $x | head -c"
                                    + " 1000000000"),
                    1);
            Sighting worker = docker.seen(ref).getFirst();
            AtomicLong lines = new AtomicLong();
            // A consumer that is slower than the flood.
            Follower follower = docker.runtime.follow(ref, worker.worker(), Instant.EPOCH, line -> {
                if (lines.incrementAndGet() % 1000 == 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            });

            Sighting ended = Until.isThere(
                    "it has written all of it",
                    () -> docker.find(ref, worker.worker()).filter(seen -> seen.phase() == Phase.EXITED));
            assertThat(ended.exitCode()).isZero();
            assertThat(size(docker.daemon.data().resolve("containers"))).isLessThan(4L << 20);
            Until.isTrue("some of it was passed on", () -> lines.get() > 0);
            follower.close();
            assertThat(follower.isOpen()).isFalse();
        }
    }

    private static long size(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
