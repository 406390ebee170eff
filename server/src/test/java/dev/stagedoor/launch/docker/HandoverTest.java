// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell that stands in front of a worker, run by each of this machine's shells, as an image might have them. */
class HandoverTest {
    static Stream<List<String>> shells() {
        return Stream.of(List.of("/bin/sh"), List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
                .filter(shell -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(shell.getFirst()))));
    }

    private static Process start(List<String> shell, String script, String... words) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("-c", script, "stagedoor"));
        command.addAll(Arrays.asList(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH"));
        return builder.start();
    }

    private static byte[] output(Process process) throws Exception {
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @ParameterizedTest
    @MethodSource("shells")
    void every_value_arrives_as_it_is(List<String> shell) throws Exception {
        Map<String, Secret> environment = new LinkedHashMap<>();
        environment.put("PLAIN", Secret.of("value"));
        environment.put("EMPTY", Secret.of(""));
        environment.put("LINES", Secret.of("-----BEGIN KEY-----\nab\n\ncd\n-----END KEY-----\n\n"));
        environment.put("QUOTES", Secret.of("it's \"quoted\" '' \\ $(id) `id` $PATH \\n %s * ; & | > \t \r"));
        environment.put("WORDS", Secret.of("café ✓ 日本"));
        environment.put("IFS", Secret.of("a,"));

        Process process = start(shell, Handover.script(), "cat", "/proc/self/environ");
        try (OutputStream input = process.getOutputStream()) {
            input.write(Handover.text(environment));
            input.flush();
            byte[] seen = output(process);

            Map<String, Secret> got = RealEnvironment.parsed(seen);
            assertThat(got).containsAllEntriesOf(environment);
            assertThat(got.keySet())
                    .as("nothing of the script is left in it")
                    .allMatch(name -> environment.containsKey(name)
                            || List.of("PATH", "PWD", "_", "SHLVL", "OLDPWD").contains(name));
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void the_words_are_run_as_they_are_with_an_empty_standard_input(List<String> shell) throws Exception {
        Process process = start(
                shell,
                Handover.script(),
                "/bin/sh",
                "-c",
                "printf '<%s>' \"$@\"; cat",
                "name",
                "a b",
                "$HOME",
                "",
                "*");
        try (OutputStream input = process.getOutputStream()) {
            input.write(Handover.text(Map.of()));
            input.write("left over\n".getBytes(StandardCharsets.US_ASCII));
            input.flush();
            assertThat(new String(output(process), StandardCharsets.UTF_8)).isEqualTo("<a b><$HOME><><*>");
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_environment_that_ends_in_its_middle_starts_nothing(List<String> shell) throws Exception {
        byte[] whole = Handover.text(Map.of("LIVEKIT_API_SECRET", Secret.of("secret\nof two lines")));
        for (int length : List.of(0, 10, 33, whole.length - 34, whole.length - 1)) {
            Process process = start(shell, Handover.script(), "echo", "started");
            try (OutputStream input = process.getOutputStream()) {
                input.write(whole, 0, length);
            }
            assertThat(new String(output(process), StandardCharsets.UTF_8))
                    .as("%d of %d bytes", length, whole.length)
                    .isEqualTo("stagedoor: the environment did not come\n");
            assertThat(process.exitValue()).isEqualTo(Handover.NOT_GIVEN);
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void an_environment_that_never_comes_is_not_waited_for(List<String> shell) throws Exception {
        Process process = start(shell, Handover.script(1), "echo", "started");
        // Its input stays open.
        assertThat(new String(output(process), StandardCharsets.UTF_8))
                .isEqualTo("stagedoor: the environment did not come\n");
        assertThat(process.exitValue()).isEqualTo(Handover.NOT_GIVEN);
        process.getOutputStream().close();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void nothing_of_the_waiting_is_left_beside_the_worker(List<String> shell) throws Exception {
        Process process = start(shell, Handover.script(), "sleep", "20");
        try (OutputStream input = process.getOutputStream()) {
            input.write(Handover.text(Map.of("A", Secret.of("b"))));
            input.flush();
            Until.isTrue("it has become the worker", () -> command(process).equals("sleep\00020\000"));
            assertThat(process.children()).isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String command(Process process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_name_that_a_shell_might_run_is_refused(String name) {
        assertThatThrownBy(() -> Handover.text(Map.of(name, Secret.of("value"))))
                .hasMessageContaining("must be letters, digits and _");
    }

    static Stream<String> names() {
        return Stream.of("", "1A", "A B", "A=B", "A;id", "A\nid", "A$(id)", "Ä");
    }

    @ParameterizedTest
    @MethodSource("nul")
    void a_value_that_no_environment_can_hold_is_refused_without_showing_it(Secret value) {
        assertThatThrownBy(() -> Handover.text(Map.of("KEY", value)))
                .hasMessageContaining("environment.KEY")
                .hasMessageContaining("NUL")
                .hasMessageNotContaining("hidden");
    }

    static Stream<Secret> nul() {
        return Stream.of(Secret.of("hidden\0"), Secret.of("\0hidden"));
    }
}
