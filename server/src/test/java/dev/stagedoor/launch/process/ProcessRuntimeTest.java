// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.process;

import static dev.stagedoor.app.TestTenant.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Problem;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.TenantId;
import dev.stagedoor.launch.Generation;
import dev.stagedoor.launch.GenerationRef;
import dev.stagedoor.launch.Sighting;
import dev.stagedoor.launch.WorkerRuntime;
import dev.stagedoor.launch.WorkerSpec;
import dev.stagedoor.launch.allowed.AllowedCommand;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@DisplayName("Workers as processes of this node (I2, S2)")
class ProcessRuntimeTest {
    private static final GenerationRef FIRST =
            new GenerationRef(new TenantId("ten_" + "a".repeat(26)), "acme", "demo", 1);
    private static final Map<String, Secret> ENVIRONMENT =
            Map.of("LIVEKIT_API_SECRET", Secret.of("first line\nsecond line"), "AGENT_NAME", Secret.of("demo"));

    @TempDir
    private Path folder;

    private ProcessRuntime runtime = new ProcessRuntime(List.of(), Clock.systemUTC());

    @AfterEach
    void close() {
        runtime.close();
    }

    private ProcessRuntime running(String script) {
        AllowedCommand command = new AllowedCommand("demo", folder, List.of("/bin/sh", "-c", script));
        runtime = new ProcessRuntime(List.of(AllowedCommand.parse(command.line())), Clock.systemUTC());
        return runtime;
    }

    private static WorkerSpec spec(String command) {
        return new WorkerSpec(
                "process",
                command,
                List.of(),
                new WorkerSpec.Resources(1000, 512, 64),
                Map.of(),
                null,
                Duration.ofMinutes(10));
    }

    private static Generation generation() {
        return new Generation(FIRST, spec("demo"), () -> ENVIRONMENT);
    }

    private String started() {
        runtime.apply(generation(), 1);
        return runtime.look().getFirst().worker();
    }

    private Sighting.Phase phase() {
        return runtime.look().getFirst().phase();
    }

    @Test
    @DisplayName("a process has its generation's environment, four fixed variables, and nothing of ours")
    void environment() {
        running("while :; do sleep 0.05; done");
        String worker = started();

        until("it has been started", () -> !runtime.environment(FIRST, worker).isEmpty());

        Map<String, Secret> all = runtime.environment(FIRST, worker);
        assertThat(all.keySet())
                .contains("LIVEKIT_API_SECRET", "AGENT_NAME", "PATH", "HOME", "LANG", "TMPDIR")
                .isSubsetOf("LIVEKIT_API_SECRET", "AGENT_NAME", "PATH", "HOME", "LANG", "TMPDIR", "PWD");
        assertThat(all.get("LIVEKIT_API_SECRET")).isEqualTo(ENVIRONMENT.get("LIVEKIT_API_SECRET"));
        assertThat(all.get("HOME")).isEqualTo(Secret.of(folder.toAbsolutePath().toString()));
    }

    @Test
    @DisplayName("as many run as are wanted; those that are too many are asked to end, the newest first")
    void replicas() {
        running("trap 'exit 0' TERM; while :; do sleep 0.05; done");
        String first = started();
        runtime.apply(generation(), 3);
        assertThat(runtime.look()).hasSize(3);

        runtime.apply(generation(), 1);

        assertThat(runtime.look())
                .filteredOn(one -> one.phase() == Sighting.Phase.RUNNING)
                .singleElement()
                .satisfies(one -> assertThat(one.worker()).isEqualTo(first));
        until(
                "two have ended",
                () -> runtime.look().stream()
                                .filter(one -> one.phase() == Sighting.Phase.EXITED)
                                .count()
                        == 2);
    }

    @Test
    @DisplayName("one that drains may finish, and its exit code is told; asked again it is not signalled again")
    void drains() {
        running("trap 'sleep 0.3; exit 5' TERM; while :; do sleep 0.05; done");
        started();
        until("it runs", () -> phase() == Sighting.Phase.RUNNING);

        runtime.drain(FIRST, Duration.ofMinutes(1));
        runtime.drain(FIRST, Duration.ofMinutes(1));

        assertThat(phase()).isIn(Sighting.Phase.DRAINING, Sighting.Phase.EXITED);
        until("it has ended", () -> phase() == Sighting.Phase.EXITED);
        assertThat(runtime.look().getFirst().exitCode()).isNotNull();
    }

    @Test
    @DisplayName("one that takes longer than it may is killed")
    void late() {
        running("trap '' TERM; mkdir up; while :; do sleep 0.05; done");
        started();
        until(
                "it takes no notice of SIGTERM",
                () -> folder.resolve("up").toFile().exists());

        runtime.drain(FIRST, Duration.ZERO);

        until("it has been killed", () -> phase() == Sighting.Phase.EXITED);
        assertThat(runtime.look().getFirst().why()).isEqualTo("signal 9");
    }

    @Test
    @DisplayName("what it wrote before anybody followed is told, and then what it writes")
    void output() {
        running("echo early; while [ ! -e go ]; do sleep 0.05; done; echo late");
        String worker = started();
        List<String> lines = new CopyOnWriteArrayList<>();

        try (WorkerRuntime.Follower follower = runtime.follow(FIRST, worker, Instant.EPOCH, lines::add)) {
            until("it said something", () -> lines.contains("early"));
            assertThat(follower.isOpen()).isTrue();
            assertThat(folder.resolve("go").toFile().mkdir()).isTrue();
            until("it has ended", () -> !follower.isOpen());
        }
        assertThat(lines).containsExactly("early", "late");
    }

    @Test
    @DisplayName("the rest of a line that is too long is dropped: a secret may lie across two pieces of it")
    void longLine() {
        running("head -c 40000 /dev/zero | tr '\\0' x; echo; echo next");
        String worker = started();
        List<String> lines = new CopyOnWriteArrayList<>();

        runtime.follow(FIRST, worker, Instant.EPOCH, lines::add);

        until("it said the next line", () -> lines.contains("next"));
        assertThat(lines).hasSize(2);
    }

    @Test
    @DisplayName("a command that the operator does not allow is refused, and so is one whose folder is gone")
    void refused() {
        running("true");
        assertThatThrownBy(() -> runtime.check(spec("other")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("command")
                .hasMessageContaining("demo");
        runtime = new ProcessRuntime(
                List.of(new AllowedCommand("demo", Path.of("/no/such/folder"), List.of("true"))), Clock.systemUTC());
        assertThatThrownBy(() -> runtime.apply(generation(), 1))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("folder of demo");
    }

    @Test
    @DisplayName("closing ends all of them")
    void closing() {
        running("trap '' TERM HUP; while :; do sleep 0.05; done");
        runtime.apply(generation(), 2);

        runtime.close();

        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("trap '' TERM HUP"));
    }

    @Test
    @DisplayName("a line of the configuration is read as it was written, with spaces and commas in its words")
    void line() {
        AllowedCommand command =
                new AllowedCommand("a.b-c_1", Path.of("/srv/my agents, all"), List.of("/bin/x", "100%", "a b"));

        assertThat(command.line()).isEqualTo("a.b-c_1 /srv/my%20agents%2C%20all /bin/x 100%25 a%20b");
        assertThat(AllowedCommand.parse(command.line())).isEqualTo(command);
        assertThatThrownBy(() -> AllowedCommand.parse("Demo /srv node")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AllowedCommand.parse("demo /srv")).isInstanceOf(IllegalArgumentException.class);
    }
}
