// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static dev.stagedoor.kernel.Problems.assertInvalid;
import static dev.stagedoor.launch.docker.DockerScene.IMAGE;
import static dev.stagedoor.launch.docker.DockerScene.SECRET;
import static dev.stagedoor.launch.docker.DockerScene.WITHOUT_SHELL;
import static dev.stagedoor.launch.docker.DockerScene.ref;
import static dev.stagedoor.launch.docker.DockerScene.spec;
import static dev.stagedoor.launch.docker.DockerScene.worker;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.stagedoor.kernel.Problems;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TurnableClock;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.Sighting.Phase;
import dev.stagedoor.launch.WorkerRuntime.Follower;
import dev.stagedoor.launch.WorkerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers in a real Docker engine: how they live, what they are given, and what becomes of bad ones (I1, S2). */
@Tag("slow")
class DockerWorkersTest {
    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static DockerScene docker;

    @BeforeAll
    static void start() throws Exception {
        docker = DockerScene.on(folder);
    }

    @AfterAll
    static void stop() {
        @Nullable DockerScene started = docker;
        if (started != null) {
            started.close();
        }
    }

    private static InspectContainerResponse inspect(Sighting worker) {
        return docker.engine.ask(
                engine -> engine.inspectContainerCmd(worker.worker()).exec());
    }

    /** All that the engine tells of it, also what the library does not read. */
    private static String inspected(Sighting worker) throws IOException {
        Request inspect = Request.builder()
                .method(Request.Method.GET)
                .path("/containers/" + worker.worker() + "/json")
                .build();
        try (Response response = docker.engine.open(inspect)) {
            return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> output(GenerationRef ref, Sighting worker) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Follower follower = docker.runtime.follow(ref, worker.worker(), Instant.EPOCH, lines::add);
        Until.isTrue("its output has ended", () -> !follower.isOpen());
        return lines;
    }

    @Test
    void a_worker_has_exactly_the_environment_it_was_given_and_says_so() {
        GenerationRef ref = ref("environment");
        docker.runtime.apply(worker(ref, "sleep 1000"), 1);
        Sighting worker = docker.await(ref, Phase.RUNNING);

        Map<String, Secret> seen = Until.isThere(
                "it has become the worker",
                () -> Optional.of(docker.runtime.environment(ref, worker.worker()))
                        .filter(environment -> environment.containsKey("LIVEKIT_API_SECRET")));

        assertThat(seen).containsAllEntriesOf(DockerScene.environment()).containsEntry("FROM_IMAGE", Secret.of("yes"));
        assertThat(seen.keySet())
                .as("what the image and the engine add")
                .isSubsetOf(
                        "LIVEKIT_URL",
                        "LIVEKIT_API_KEY",
                        "LIVEKIT_API_SECRET",
                        "PRIVATE_KEY",
                        "FROM_IMAGE",
                        "PATH",
                        "HOSTNAME",
                        "HOME",
                        "PWD");
    }

    /** I1: never an argument, a file, or what a holder of the socket can read. */
    @Test
    void the_engine_knows_nothing_of_a_workers_environment() throws Exception {
        GenerationRef ref = ref("unseen");
        docker.runtime.apply(worker(ref, "sleep 1000"), 1);
        Sighting worker = docker.await(ref, Phase.RUNNING);
        Until.isTrue(
                "it has its environment",
                () -> docker.runtime.environment(ref, worker.worker()).containsKey("LIVEKIT_API_SECRET"));

        String inspected = inspected(worker);
        Process grep = new ProcessBuilder("grep", "-rlaF", "-e", SECRET, folder.toString()).start();
        String files = new String(grep.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Process processes = new ProcessBuilder("sh", "-c", "cat /proc/[0-9]*/cmdline 2>/dev/null").start();
        String arguments = new String(processes.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(inspected).contains("stagedoor.instance").doesNotContain(SECRET, "APIacme");
        assertThat(files).as("files of the engine").isEmpty();
        // grep's own arguments have ended with it.
        assertThat(arguments).contains("stagedoor").doesNotContain(SECRET);
    }

    @Test
    void a_worker_can_do_nothing_that_it_need_not() {
        GenerationRef ref = ref("locked");
        docker.runtime.apply(
                worker(
                        ref,
                        "id -u; id -g; echo x >/file; echo x >/tmp/file && echo wrote; cat /proc/self/status; ls"
                                + " /sys/class/net"),
                1);
        Sighting worker = docker.await(ref, Phase.EXITED);
        List<String> output = output(ref, worker);

        // What is written to the two streams comes in any order.
        assertThat(output).containsSubsequence("65534", "65534");
        assertThat(String.join("\n", output)).contains("Read-only file system", "wrote");
        assertThat(output)
                .contains("NoNewPrivs:\t1", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                .doesNotContain("eth0");
        var host = inspect(worker).getHostConfig();
        assertThat(host.getMemory()).isEqualTo(64L << 20);
        assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
        assertThat(host.getPidsLimit()).isEqualTo(32);
        assertThat(host.getRestartPolicy().getName()).isIn("no", "");
        assertThat(host.getLogConfig().getConfig()).containsEntry("max-size", "1m");
    }

    @Test
    void an_image_that_the_engine_lacks_and_no_registry_has_is_refused() throws Exception {
        try (EmptyRegistry registry = EmptyRegistry.start()) {
            GenerationRef ref = ref("missing");
            Generation generation = new Generation(ref, spec(registry.image()), DockerScene::environment);
            docker.runtime.apply(generation, 1);
            assertInvalid(
                    "image",
                    () -> Until.isTrue("the pull has ended", () -> {
                        docker.runtime.apply(generation, 1);
                        return false;
                    }));
            assertThat(docker.seen(ref)).isEmpty();
        }
    }

    @Test
    void an_image_without_a_shell_is_refused_and_leaves_nothing() {
        GenerationRef ref = ref("bare");
        assertThat(Problems.problemOf(() -> docker.runtime.apply(
                                new Generation(ref, spec(WITHOUT_SHELL), DockerScene::environment), 1))
                        .detail())
                .startsWith("image: must have /bin/sh, by which a worker gets its environment");
        assertThat(docker.seen(ref)).isEmpty();
    }

    @Test
    void more_cpu_than_there_is_is_refused_by_that_name() {
        GenerationRef ref = ref("huge");
        WorkerSpec huge = new WorkerSpec(
                "docker",
                IMAGE,
                List.of(),
                new WorkerSpec.Resources(1_000_000, 64, 32),
                Map.of(),
                null,
                Duration.ofSeconds(1));
        assertInvalid(
                "resources.cpu", () -> docker.runtime.apply(new Generation(ref, huge, DockerScene::environment), 1));
        assertThat(docker.seen(ref)).isEmpty();
    }

    @Test
    void a_worker_that_exits_at_once_is_seen_with_how_and_counts_as_missing() {
        GenerationRef ref = ref("exits");
        Generation generation = worker(ref, "echo sorry; exit 3");
        for (int i = 0; i < 8; i++) {
            int before = i;
            docker.runtime.apply(generation, 1);
            Until.isTrue(
                    "one more ended",
                    () -> docker.seen(ref).stream()
                                    .filter(w -> w.phase() == Phase.EXITED)
                                    .count()
                            > Math.min(before, 5));
        }
        assertThat(docker.seen(ref)).as("a crash loop leaves a few, not all").hasSizeLessThanOrEqualTo(6);
        Sighting ended = docker.seen(ref).getFirst();
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.since())
                .isBetween(
                        Clock.systemUTC().instant().minusSeconds(60),
                        Clock.systemUTC().instant().plusSeconds(5));
        assertThat(output(ref, ended)).containsExactly("sorry");

        docker.runtime.remove(ref, ended.worker());
        docker.runtime.remove(ref, ended.worker());
        assertThat(docker.find(ref, ended.worker())).isEmpty();
    }

    @Test
    void a_worker_that_takes_too_much_memory_is_killed_and_says_why() {
        GenerationRef ref = ref("greedy");
        docker.runtime.apply(worker(ref, "x=0123456789abcdef; while :; do x=$x$x; done"), 1);
        Sighting ended = docker.await(ref, Phase.EXITED);
        assertThat(ended.exitCode()).isEqualTo(137);
        assertThat(ended.why()).startsWith("OOMKilled");
    }

    @Test
    void a_drained_worker_gets_one_signal_however_often_it_is_asked_and_its_calls_end_in_peace() {
        GenerationRef ref = ref("drained");
        docker.runtime.apply(
                worker(ref, "trap 'echo asked' TERM; echo ready; while [ ! -e /tmp/done ]; do sleep 0.2; done; exit 0"),
                1);
        Sighting running = docker.await(ref, Phase.RUNNING);
        List<String> lines = new CopyOnWriteArrayList<>();
        try (Follower follower = docker.runtime.follow(ref, running.worker(), Instant.EPOCH, lines::add)) {
            Until.isTrue("it is ready", () -> lines.contains("ready"));
            for (int i = 0; i < 3; i++) {
                docker.runtime.drain(ref, Duration.ofSeconds(60));
            }
            Until.isTrue("it was asked", () -> lines.contains("asked"));
            assertThat(docker.seen(ref)).singleElement().satisfies(worker -> {
                assertThat(worker.phase()).isEqualTo(Phase.DRAINING);
                assertThat(worker.worker()).isEqualTo(running.worker());
            });
            execute(running, "sh", "-c", ": >/tmp/done");
            assertThat(docker.await(ref, Phase.EXITED).exitCode()).isZero();
            assertThat(lines).containsExactly("ready", "asked");
            assertThat(follower).isNotNull();
        }
    }

    private static void execute(Sighting worker, String... words) {
        String id = docker.engine.ask(engine -> engine.listContainersCmd()
                .withLabelFilter(Map.of("stagedoor.worker", worker.worker()))
                .exec()
                .getFirst()
                .getId());
        docker.engine.ask(engine -> {
            String exec = engine.execCreateCmd(id).withCmd(words).exec().getId();
            return engine.execStartCmd(exec)
                    .withDetach(true)
                    .exec(new ResultCallback.Adapter<>())
                    .awaitCompletion();
        });
    }

    @Test
    void a_worker_that_ignores_sigterm_is_killed_when_its_time_is_over_by_whichever_node_looks() {
        GenerationRef ref = ref("stubborn");
        docker.runtime.apply(worker(ref, "trap '' TERM; echo ready; while :; do sleep 0.2; done"), 1);
        docker.await(ref, Phase.RUNNING);
        docker.runtime.drain(ref, Duration.ofSeconds(30));
        assertThat(docker.await(ref, Phase.DRAINING).exitCode()).isNull();

        TurnableClock later = TurnableClock.at(Clock.systemUTC().instant().plusSeconds(32));
        try (DockerRuntime another = docker.runtime("ins-one", later)) {
            another.look();
        }
        assertThat(docker.await(ref, Phase.EXITED).exitCode()).isEqualTo(137);
    }

    @Test
    void replicas_are_started_and_the_newest_are_asked_to_end() {
        GenerationRef ref = ref("scaled");
        Generation generation = worker(ref, "trap 'exit 0' TERM; while :; do sleep 0.2; done");
        docker.runtime.apply(generation, 3);
        docker.runtime.apply(generation, 3);
        assertThat(docker.seen(ref)).hasSize(3).allMatch(worker -> worker.phase() == Phase.RUNNING);

        docker.runtime.apply(generation, 1);
        Until.isTrue(
                "two ended",
                () -> docker.seen(ref).stream()
                                .filter(w -> w.phase() == Phase.EXITED)
                                .count()
                        == 2);
        assertThat(docker.seen(ref).stream().filter(w -> w.phase() == Phase.RUNNING))
                .hasSize(1);

        docker.runtime.remove(ref);
        docker.runtime.remove(ref);
        assertThat(docker.seen(ref)).isEmpty();
    }

    @Test
    void two_installations_on_one_engine_leave_each_others_workers_alone() {
        GenerationRef ref = ref("shared");
        docker.runtime.apply(worker(ref, "sleep 1000"), 1);
        docker.await(ref, Phase.RUNNING);
        try (DockerRuntime other = docker.runtime("ins-two", Clock.systemUTC())) {
            assertThat(other.look()).isEmpty();
            other.drain(ref, Duration.ofSeconds(1));
            other.remove(ref);
            other.remove(ref, docker.seen(ref).getFirst().worker());
        }
        assertThat(docker.seen(ref))
                .singleElement()
                .satisfies(worker -> assertThat(worker.phase()).isEqualTo(Phase.RUNNING));
    }

    @Test
    void a_start_that_was_interrupted_before_the_environment_came_ends_by_itself() {
        GenerationRef ref = ref("interrupted");
        // As a node leaves it that dies between the start and the environment.
        Marks marks = new Marks("ins-one");
        String worker = Marks.name(ref);
        docker.engine.ask(engine -> {
            String id = engine.createContainerCmd(IMAGE)
                    .withName(worker)
                    .withLabels(marks.labels(ref, worker, "SIGTERM"))
                    .withEntrypoint("/bin/sh", "-c", Handover.script(1), "stagedoor")
                    .withCmd("sleep", "1000")
                    .withStdinOpen(true)
                    .exec()
                    .getId();
            return engine.startContainerCmd(id).exec();
        });
        Sighting ended = docker.await(ref, Phase.EXITED);
        assertThat(ended.exitCode()).isEqualTo(Handover.NOT_GIVEN);
        assertThat(ended.why()).isEqualTo("it was not given its environment");
    }

    @Test
    void one_that_was_made_and_never_started_counts_as_missing_after_a_while() {
        GenerationRef ref = ref("made");
        Marks marks = new Marks("ins-one");
        String worker = Marks.name(ref);
        docker.engine.ask(engine -> engine.createContainerCmd(IMAGE)
                .withName(worker)
                .withLabels(marks.labels(ref, worker, "SIGTERM"))
                .exec());
        assertThat(docker.find(ref, worker).map(Sighting::phase)).contains(Phase.STARTING);
        TurnableClock later = TurnableClock.at(Clock.systemUTC().instant().plusSeconds(90));
        try (DockerRuntime another = docker.runtime("ins-one", later)) {
            assertThat(another.look().stream().filter(seen -> seen.worker().equals(worker)))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.phase()).isEqualTo(Phase.EXITED));
        }
    }

    @Test
    void output_is_followed_from_a_time_on_by_line_and_long_lines_are_cut() {
        GenerationRef ref = ref("talks");
        docker.runtime.apply(
                worker(
                        ref,
                        "echo one; echo two >&2; yes | head -c 100000 | while read -r x; do printf x; done; echo; echo"
                                + " last"),
                1);
        Sighting ended = docker.await(ref, Phase.EXITED);
        List<String> lines = output(ref, ended);
        assertThat(lines).hasSize(4).contains("one", "two").endsWith("last");
        assertThat(lines)
                .anySatisfy(line ->
                        assertThat(line).startsWith("xxx").hasSizeLessThan(8200).endsWith("…"));

        List<String> later = new CopyOnWriteArrayList<>();
        Follower follower = docker.runtime.follow(
                ref, ended.worker(), Clock.systemUTC().instant().plusSeconds(5), later::add);
        Until.isTrue("it has ended", () -> !follower.isOpen());
        assertThat(later).isEmpty();
    }
}
