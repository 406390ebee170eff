// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ChildTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Command shell(String script) {
        return Command.of("test", folder, List.of("/bin/sh", "-c", script));
    }

    private String nextLine() throws InterruptedException {
        String line = lines.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("a line of output in time").isNotNull();
        return String.valueOf(line);
    }

    @Test
    @DisplayName("A child's output and errors arrive line by line, and then its exit code")
    void outputAndExitCode() throws Exception {
        try (Child child = Child.start(shell("echo one; echo two >&2; printf three; exit 7"), lines::add)) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(7);
        }
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    @DisplayName("A child sees PATH, HOME, LANG, TMPDIR and its own environment, nothing else")
    void environment() throws Exception {
        Watchdog watchdog = new Watchdog(
                "/bin/sh",
                Map.of("PATH", "/usr/bin:/bin", "HOME", "/h", "LANG", "C", "TMPDIR", "/t", "OUR_SECRET", "x"));
        Command env = Command.of("env", folder, List.of("env")).with("GIVEN", "yes");
        try (Child child = Child.start(watchdog, env, lines::add)) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(0);
        }
        lines.removeIf(line -> line.matches("(PWD|OLDPWD|SHLVL|_)=.*")); // the shell's own
        assertThat(lines)
                .containsExactlyInAnyOrder("PATH=/usr/bin:/bin", "HOME=/h", "LANG=C", "TMPDIR=/t", "GIVEN=yes");
    }

    @Test
    @DisplayName("A closed child may finish its work")
    void gracefulStop() throws Exception {
        Child child = Child.start(shell("trap 'echo bye; exit 3' TERM; sleep 600 & echo ready; wait"), lines::add);
        assertThat(nextLine()).isEqualTo("ready");
        child.close();
        assertThat(nextLine()).isEqualTo("bye");
        assertThat(child.isRunning()).isFalse();
        assertThat(child.awaitExit(Duration.ZERO)).contains(3);
    }

    @Test
    @DisplayName(
            "A child that does not stop is killed after its grace period, with the descendants that left its group")
    void killedAfterGrace() throws Exception {
        Child child = Child.start(StartsFamily.family(false, Duration.ofMillis(300)), lines::add);
        List<ProcessHandle> family = Pids.running(nextLine());
        assertThat(family.getFirst().pid()).isEqualTo(child.pid());
        child.close();
        assertThat(child.awaitExit(Duration.ZERO)).contains(128 + 9);
        assertThat(Pids.leftAfter(LONG_ENOUGH, family)).isEmpty();
    }

    @Test
    @DisplayName("Processes that a child leaves in its group are stopped when it ends")
    void leftBehind() throws Exception {
        try (Child child = Child.start(shell("sleep 600 >&- 2>&- & echo $!; exit 0"), lines::add)) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(0);
        }
        long pid = Long.parseLong(nextLine());
        List<ProcessHandle> left = ProcessHandle.of(pid).map(List::of).orElse(Collections.emptyList());
        assertThat(Pids.leftAfter(LONG_ENOUGH, left)).isEmpty();
    }

    @Test
    @DisplayName("A child whose watchdog is killed is stopped")
    void watchdogKilled() throws Exception {
        try (Child child = Child.start(StartsFamily.family(false, Duration.ofSeconds(1)), lines::add)) {
            List<ProcessHandle> family = Pids.running(nextLine());
            family.getFirst().parent().orElseThrow().destroyForcibly();
            assertThat(child.awaitExit(LONG_ENOUGH)).isPresent();
            assertThat(Pids.leftAfter(LONG_ENOUGH, family)).isEmpty();
        }
    }

    @Test
    @DisplayName("A program that does not exist ends with 127 and is named")
    void noSuchProgram() throws Exception {
        try (Child child = Child.start(Command.of("none", folder, List.of("no-such-program")), lines::add)) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(127);
        }
        assertThat(nextLine()).contains("no-such-program").contains("not found");
    }

    @Test
    @DisplayName("A failing consumer loses its line, not the rest of the output")
    void failingConsumer() throws Exception {
        try (Child child = Child.start(shell("echo bad; echo good"), line -> {
            if (line.equals("bad")) {
                throw new IllegalStateException("cannot take it");
            }
            lines.add(line);
        })) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(0);
        }
        assertThat(lines).containsExactly("good");
    }

    @Test
    @DisplayName("An endless line is split into pieces of bounded length")
    void endlessLine() throws Exception {
        try (Child child = Child.start(shell("head -c 40000 /dev/zero | tr '\\0' x"), lines::add)) {
            assertThat(child.awaitExit(LONG_ENOUGH)).contains(0);
        }
        assertThat(lines).extracting(String::length).containsExactly(OutputLines.LONGEST, OutputLines.LONGEST, 7_232);
    }

    @Test
    @DisplayName("Of many children that end at once, each is seen to end")
    void shortLived() throws Exception {
        Callable<Optional<Integer>> startAndAwait = () -> {
            try (Child child = Child.start(shell("exit 3"), lines::add)) {
                return child.awaitExit(LONG_ENOUGH);
            }
        };
        try (ExecutorService starters = Executors.newFixedThreadPool(8)) {
            assertThat(starters.invokeAll(Collections.nCopies(300, startAndAwait)))
                    .extracting(Future::get)
                    .containsOnly(Optional.of(3));
        }
    }
}
