// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Given a Stagedoor with an embedded PostgreSQL, in its own process")
@Tag("slow")
class AfterAKillTest {
    @TempDir
    private Path folder;

    private Process starter;
    private ProcessHandle server;

    @BeforeEach
    void startElsewhere() throws IOException {
        starter = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartsPostgres.class.getName(),
                        data().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = starter.inputReader();
        String line;
        do {
            line = out.readLine();
            assertThat(line).as("the starter's output").isNotNull();
        } while (!line.matches("[0-9]+"));
        server = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
        assertThat(server.isAlive()).isTrue();
    }

    /** And waits for all that it started: PostgreSQL writes to the folder until it has shut down. */
    @AfterEach
    void endStarter() throws Exception {
        List<ProcessHandle> all = Stream.concat(Stream.of(starter.toHandle()), starter.descendants())
                .toList();
        starter.destroyForcibly();
        for (ProcessHandle process : all) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    private Path data() {
        return folder.resolve("postgres");
    }

    @Test
    @DisplayName("a second start on its folder says which process uses it")
    void inUse() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(data()))
                .isInstanceOf(PostgresNotStarted.class)
                .hasMessageContaining("in use by process " + starter.pid());
        assertThat(server.isAlive()).isTrue();
    }

    @Test
    @DisplayName("when it is killed with -9, its PostgreSQL shuts down and all its processes are gone")
    void starterKilled() throws Exception {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(server), server.descendants()).toList();
        assertThat(all).hasSizeGreaterThan(3);
        starter.destroyForcibly();
        for (ProcessHandle process : all) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(data().resolve("cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    @DisplayName("when it is killed with -9, an immediate restart waits for the old server and keeps the data")
    void startsRightAfter() throws Exception {
        starter.destroyForcibly().waitFor();
        assertDataKept();
    }

    @Test
    @DisplayName("when it, its watchdogs and its PostgreSQL are all killed with -9, the next start recovers the data")
    void everythingKilled() throws Exception {
        List<ProcessHandle> all = Stream.concat(Stream.of(starter.toHandle()), starter.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get(60, TimeUnit.SECONDS);
        }
        assertThat(data().resolve("cluster/postmaster.pid")).exists();
        assertDataKept();
    }

    @Test
    @DisplayName(
            "when all were killed and the old server's process id belongs to another program, the next start works")
    void processIdReused() throws Exception {
        starter.descendants().forEach(ProcessHandle::destroyForcibly);
        starter.destroyForcibly().waitFor();
        server.onExit().get(60, TimeUnit.SECONDS);
        Path pidFile = data().resolve("cluster/postmaster.pid");
        String ours = Long.toString(ProcessHandle.current().pid());
        Files.writeString(pidFile, Files.readString(pidFile).replaceFirst("^[0-9]+", ours));
        assertDataKept();
    }

    private void assertDataKept() throws Exception {
        try (EmbeddedPostgres again = EmbeddedPostgres.start(data())) {
            assertThat(Sql.column(again, "postgres", "SELECT word FROM kept")).containsExactly("committed");
        }
    }
}
