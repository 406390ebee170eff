// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("When the process that started a child is killed with -9, the child and all its descendants are gone")
@Tag("slow")
class OutlivedByNothingTest {
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final String SYSTEM_PATH = System.getenv("PATH");

    @TempDir
    private Path tools;

    @Test
    void aChildThatObeys() throws Exception {
        assertFamilyGone("/bin/sh", SYSTEM_PATH, true, false);
    }

    @Test
    void aChildThatDoesNotObey() throws Exception {
        assertFamilyGone("/bin/sh", SYSTEM_PATH, false, false);
    }

    @Test
    @DisplayName("… also when the whole process group of the starter is killed at once")
    void theStartersWholeGroup() throws Exception {
        assertFamilyGone("/bin/sh", SYSTEM_PATH, false, true);
    }

    @Test
    @DisplayName("… also the way it works on macOS: bash as shell, job control instead of setsid")
    void withoutSetsid() throws Exception {
        assertFamilyGone("/bin/bash", onlyTools("ps", "sleep"), true, true);
        assertFamilyGone("/bin/bash", onlyTools("ps", "sleep"), false, true);
    }

    @Test
    @DisplayName("… also in an image that has no ps")
    void withoutPs() throws Exception {
        assertFamilyGone("/bin/sh", onlyTools("setsid", "sleep"), false, false);
    }

    private String onlyTools(String... names) throws IOException {
        for (String name : names) {
            Path link = tools.resolve(name);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, Path.of("/usr/bin", name).toRealPath());
            }
        }
        return tools.toString();
    }

    /** {@code setsid} makes the starter the leader of a group that can be killed as a whole. */
    private static void assertFamilyGone(String shell, String path, boolean obeys, boolean wholeGroup)
            throws Exception {
        Process starter = new ProcessBuilder(List.of(
                        "setsid",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsFamily.class.getName(),
                        shell,
                        path,
                        Boolean.toString(obeys)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = starter.inputReader()) {
            List<ProcessHandle> family = Pids.running(String.valueOf(out.readLine()));
            kill((wholeGroup ? "-" : "") + starter.pid());
            assertThat(starter.waitFor()).isEqualTo(128 + 9);
            assertThat(Pids.leftAfter(LONG_ENOUGH, family)).isEmpty();
        } finally {
            starter.destroyForcibly();
        }
    }

    private static void kill(String target) throws Exception {
        int code = new ProcessBuilder("/bin/kill", "-KILL", "--", target)
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }
}
