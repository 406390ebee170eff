// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.e2e.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped units, as systemd itself parses them. */
class SystemdUnitTest {
    private static final String INSTALLED = "/opt/stagedoor/";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"stagedoor.service, master.key", "stagedoor-voice-bridge.service, bridge.secret"})
    void systemd_finds_no_fault_with_the_unit(String name, String secret) throws Exception {
        String unit =
                Files.readString(Distribution.project().resolve("packaging").resolve(name));
        assertThat(unit)
                .contains(
                        "ProtectSystem=strict",
                        "NoNewPrivileges=yes",
                        "DynamicUser=yes",
                        "LoadCredential=" + secret + ':');
        if (!hasSystemd()) {
            String message = "systemd-analyze is missing, so the unit was NOT VERIFIED. Install systemd.";
            assertThat(System.getenv("CI")).as(message).isNull();
            System.err.println("!!! " + message);
            return;
        }

        assertThat(faults(unit)).isEmpty();
        assertThat(faults(unit.replace("LockPersonality", "LokPersonality")))
                .as("systemd does look")
                .contains("LokPersonality");
    }

    private static boolean hasSystemd() {
        return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "systemd-analyze")));
    }

    /** What systemd reports about the unit once installed; here the installation is this project. */
    private String faults(String unit) throws IOException, InterruptedException {
        Path file = folder.resolve("stagedoor.service");
        Files.writeString(file, unit.replace(INSTALLED, Distribution.project() + "/"));
        Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = verify.waitFor();
        return code == 0 ? output : output + "exit code " + code;
    }
}
