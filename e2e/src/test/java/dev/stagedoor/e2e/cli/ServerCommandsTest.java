// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.e2e.Shell.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server's own commands, through the launcher: one product with the client's. */
class ServerCommandsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dev", "serve", "migrate", "doctor"})
    void their_help_and_their_mistakes_look_like_everybodys(String command) {
        Ran help = Shell.in(folder).stagedoor(command, "--help").must();
        assertThat(help.out())
                .startsWith("Usage: stagedoor " + command + " [OPTIONS]\n\n")
                .contains("\nOptions:\n", "\nExamples:\n  stagedoor " + command);

        Ran mistake = Shell.in(folder).stagedoor(command, "--confg", "x");
        assertThat(mistake.code()).isEqualTo(2);
        assertThat(mistake.out()).isEmpty();
        assertThat(mistake.err())
                .startsWith("stagedoor: Unknown option")
                .endsWith("\n  stagedoor " + command + " --help for more\n");
    }

    @Test
    void doctor_finds_this_machine_fit_for_dev_and_leaves_nothing_behind() {
        Ran doctor = Shell.in(folder).stagedoor("doctor", "--dev", "--json").must();

        assertThat(doctor.json().at("/ok").asBoolean()).isTrue();
        assertThat(doctor.json().findValuesAsText("what"))
                .containsExactly(
                        "JDK", "disk", "embedded PostgreSQL", "livekit-server", "Node", "demo agent", "voice bridge");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void dev_refuses_a_setting_that_it_decides_before_it_starts_anything() {
        Ran dev = Shell.in(folder)
                .with("STAGEDOOR_HTTP_PORT", "9000")
                .with("STAGEDOOR_DISPATCH_DEADLNE", "90s")
                .stagedoor("dev");

        assertThat(dev.code()).isEqualTo(2);
        assertThat(dev.out()).isEmpty();
        assertThat(dev.err())
                .contains("STAGEDOOR_HTTP_PORT", "use --port", "did you mean STAGEDOOR_DISPATCH_DEADLINE?");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void doctor_of_a_server_without_configuration_says_everything_that_is_missing() {
        Ran doctor = Shell.in(folder).with("STAGEDOOR_DATABSE_URL", "x").stagedoor("doctor");

        assertThat(doctor.code()).isEqualTo(1);
        assertThat(doctor.out().lines())
                .allSatisfy(line -> assertThat(line).startsWith("failed  "))
                .anySatisfy(line -> assertThat(line).contains("did you mean STAGEDOOR_DATABASE_URL?"))
                .anySatisfy(line -> assertThat(line).contains("master key"));
        JsonNode json = Shell.in(folder).stagedoor("doctor", "--json").json();
        assertThat(json.at("/ok").asBoolean()).isFalse();
    }
}
