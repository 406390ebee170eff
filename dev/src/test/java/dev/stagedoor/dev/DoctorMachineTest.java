// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.devmode.Installation;
import dev.stagedoor.doctor.CheckResult;
import dev.stagedoor.doctor.CheckResult.Status;
import dev.stagedoor.doctor.DoctorReport;
import dev.stagedoor.doctor.DoctorScene;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("doctor --dev checks whether stagedoor dev can start on this machine")
class DoctorMachineTest {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();

    /** A machine with everything: a livekit-server, a current Node, the agent and the voice bridge. */
    @BeforeEach
    void machine() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        // As root, PostgreSQL is started by it.
        program("bin/setpriv", "PATH=/usr/bin:/bin exec setpriv \"$@\"");
        environment.put("PATH", bin.toString());
        program("bin/livekit-server", "true");
        program("bin/node", "echo v22.3.0");
        Files.createDirectories(folder.resolve("examples/agent/node_modules"));
        Files.createFile(folder.resolve("examples/agent/agent.mjs"));
        Files.createDirectories(folder.resolve("voice-bridge/node_modules"));
        Files.createFile(folder.resolve("voice-bridge/bridge.mjs"));
    }

    private void program(String path, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(path), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private CheckMachine machineWith(Path data) {
        return new CheckMachine(new Installation(folder, environment), data);
    }

    private List<CheckResult> looked() throws InterruptedException {
        return machineWith(folder.resolve("data/not/there")).look();
    }

    private static String complaints(List<CheckResult> results) {
        return DoctorScene.complaints(results);
    }

    @Test
    void a_machine_with_everything_is_told_line_by_line_and_left_as_it_was() throws Exception {
        List<Path> before = files();
        List<CheckResult> results = looked();

        assertThat(complaints(results)).isEmpty();
        assertThat(results.stream().map(CheckResult::what))
                .containsExactly(
                        "JDK", "disk", "embedded PostgreSQL", "livekit-server", "Node", "demo agent", "voice bridge");
        assertThat(results.get(2).why()).startsWith("postgres (PostgreSQL) 1");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void binaries_that_are_not_unpacked_yet_are_tried_and_leave_nothing_behind() throws Exception {
        Path cache = folder.resolve("cache");
        environment.put("STAGEDOOR_CACHE", cache.toString());

        assertThat(complaints(looked())).isEmpty();
        assertThat(cache).doesNotExist();
    }

    @Test
    void without_a_livekit_server_the_sandbox_serves_and_nothing_else_is_needed() throws Exception {
        Files.delete(folder.resolve("bin/livekit-server"));
        Files.delete(folder.resolve("bin/node"));
        Files.delete(folder.resolve("examples/agent/node_modules"));
        List<CheckResult> results = looked();

        assertThat(complaints(results).lines().map(line -> line.replaceFirst(":.*", "")))
                .containsExactly("WARN livekit-server", "WARN Node", "WARN demo agent", "WARN voice bridge");
        assertThat(results).anySatisfy(result -> assertThat(result.remedy()).isEqualTo("run make livekit"));
        assertThat(DoctorReport.of(results).exitCode()).isZero();
    }

    @Test
    void a_setting_that_dev_refuses_is_a_failure_with_the_way_out() throws Exception {
        environment.put("STAGEDOOR_HTTP_PORT", "9000");

        assertThat(complaints(looked()))
                .isEqualTo("FAILED configuration: STAGEDOOR_HTTP_PORT (environment variable): dev has an option for it;"
                        + " unset it, and use --port");
    }

    @Test
    void a_livekit_server_that_is_named_and_not_there_is_a_failure() throws Exception {
        environment.put("LIVEKIT_SERVER", "/no/such");

        assertThat(complaints(looked())).isEqualTo("FAILED livekit-server: LIVEKIT_SERVER: /no/such is not a program");
    }

    @Test
    void beside_a_real_livekit_the_agent_is_needed_with_its_packages_and_a_node_of_today() throws Exception {
        program("bin/node", "echo v18.20.0");
        Files.delete(folder.resolve("examples/agent/node_modules"));
        List<CheckResult> results = looked();

        assertThat(complaints(results).lines().toList())
                .hasSize(2)
                .satisfiesExactly(
                        node -> assertThat(node)
                                .startsWith("FAILED Node: The demo agent needs Node 20 or newer")
                                .contains("v18.20.0"),
                        agent -> assertThat(agent)
                                .startsWith("FAILED demo agent: ")
                                .contains("Run npm ci in"));
        assertThat(DoctorReport.of(results).exitCode()).isEqualTo(1);
    }

    @Test
    void data_of_another_postgresql_is_a_failure() throws Exception {
        Path data = folder.resolve("data");
        Path cluster = Files.createDirectories(data.resolve("postgres/cluster"));
        Files.writeString(cluster.resolve("PG_VERSION"), "9.6\n");

        assertThat(complaints(machineWith(data).look()))
                .startsWith("FAILED embedded PostgreSQL: The data in ")
                .contains("belongs to PostgreSQL 9.6");
    }

    @Test
    void a_disk_that_is_nearly_full_is_a_failure() {
        CheckMachine machine = machineWith(folder.resolve("data"));

        assertThat(machine.disk(1).status()).isEqualTo(Status.OK);
        assertThat(machine.disk(Long.MAX_VALUE).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void a_master_key_that_dev_would_refuse_is_a_failure() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("master.key"), "changeme");
        Files.setPosixFilePermissions(data.resolve("master.key"), PosixFilePermissions.fromString("rw-------"));

        assertThat(complaints(machineWith(data).look()))
                .startsWith("FAILED master key: ")
                .doesNotContain("changeme");
    }

    @Test
    void a_runtime_without_a_compiler_cannot_build() {
        assertThat(CheckMachine.jdk(folder, Runtime.version()).status()).isEqualTo(Status.WARN);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(all.sorted().toList());
        }
    }
}
