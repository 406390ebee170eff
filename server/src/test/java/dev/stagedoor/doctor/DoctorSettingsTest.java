// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.commands.Commands;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("doctor reads configuration and master key, and prints what it found")
class DoctorSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        Map<String, String> environment = Map.of("STAGEDOOR_DATABASE_ULR", "jdbc:postgresql://127.0.0.1/x");

        assertThat(DoctorScene.complaints(DoctorScene.examined(environment)).lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("FAILED configuration: STAGEDOOR_DATABASE_ULR")
                        .endsWith("did you mean STAGEDOOR_DATABASE_URL?"))
                .anySatisfy(line -> assertThat(line).startsWith("FAILED configuration: database.url"))
                .anySatisfy(line -> assertThat(line).startsWith("FAILED master key: There is no master key"))
                .hasSize(3);
    }

    @Test
    void a_master_key_that_others_can_read_is_refused_and_the_database_not_entered() throws Exception {
        Path key = Files.writeString(folder.resolve("master.key"), DoctorScene.randomKey());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Map<String, String> environment = DoctorScene.environment("jdbc:postgresql://127.0.0.1:1/x");
        environment.remove("STAGEDOOR_MASTER_KEY");
        environment.put("STAGEDOOR_MASTER_KEY_FILE", key.toString());

        List<CheckResult> results = DoctorScene.examined(environment);

        assertThat(DoctorScene.complaints(results))
                .startsWith("FAILED master key: ")
                .contains("open to others");
        assertThat(results.stream().map(CheckResult::what))
                .containsExactly("configuration", "master key", "http.port 0");
    }

    @Test
    void a_line_is_what_why_and_what_to_do_whatever_a_program_said() {
        DoctorReport report = DoctorReport.of(List.of(
                CheckResult.ok("clocks", "3 ms apart"),
                CheckResult.warn("disk", "nearly full", "make room"),
                CheckResult.failed("database", "FATAL: no\n  Hint: none\n", null)));

        assertThat(printed(report, false)).isEqualTo("""
            ok      clocks  (3 ms apart)
            warn    disk  (nearly full; make room)
            failed  database  (FATAL: no; Hint: none)
            """);
        assertThat(report.exitCode()).isEqualTo(1);
    }

    @Test
    void programs_read_json() {
        DoctorReport report = DoctorReport.of(List.of(CheckResult.warn("disk", "nearly full", "make room")));

        assertThat(printed(report, true))
                .isEqualTo("{\"ok\":true,\"checks\":[{\"status\":\"warn\",\"what\":\"disk\",\"why\":\"nearly full\","
                        + "\"remedy\":\"make room\"}]}\n");
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void options_of_dev_and_of_serve_exclude_each_other() {
        assertThat(Commands.run(new CommandLine(new DoctorCommand()), "--dev", "--config", "x.yaml"))
                .isEqualTo(2);
        assertThat(Commands.run(new CommandLine(new DoctorCommand()), "--data", "x"))
                .isEqualTo(2);
        assertThat(Commands.run(
                        new CommandLine(new DoctorCommand()),
                        "--config",
                        folder.resolve("nosuch.yaml").toString()))
                .isEqualTo(1);
    }

    private static String printed(DoctorReport report, boolean json) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text), json);
        return text.toString();
    }
}
