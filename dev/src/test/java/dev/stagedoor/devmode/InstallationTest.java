// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    private Path folder;

    private Path program(String path, String script) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    @DisplayName("livekit-server: LIVEKIT_SERVER comes before PATH, and PATH before the tool folder")
    void order() throws IOException {
        Path tool = program(".tools/bin/livekit-server", "true");
        Path onPath = program("path/livekit-server", "true");
        Path named = program("named", "true");
        String path = folder.resolve("path").toString();
        assertThat(new Installation(folder, Map.of("PATH", path, "LIVEKIT_SERVER", named.toString())).livekitServer())
                .contains(named);
        assertThat(new Installation(folder, Map.of("PATH", path)).livekitServer())
                .contains(onPath);
        assertThat(new Installation(folder, Map.of()).livekitServer()).contains(tool);
        Files.delete(tool);
        assertThat(new Installation(folder, Map.of()).livekitServer()).isEmpty();
    }

    @Test
    @DisplayName("A LIVEKIT_SERVER that is not a program is an error, not ignored")
    void wrongName() {
        Installation installation = new Installation(folder, Map.of("LIVEKIT_SERVER", "/no/such"));
        assertThatThrownBy(installation::livekitServer)
                .isInstanceOf(ChildNotStarted.class)
                .hasMessageContaining("LIVEKIT_SERVER: /no/such");
    }

    @Test
    @DisplayName("Home is STAGEDOOR_HOME, or the nearest folder above that has the tools")
    void home() throws IOException {
        Files.createDirectories(folder.resolve("a/b"));
        Files.createDirectories(folder.resolve(".tools"));
        assertThat(Installation.find(Map.of(), folder.resolve("a/b")).home()).isEqualTo(folder);
        assertThat(Installation.find(Map.of("STAGEDOOR_HOME", "/elsewhere"), folder)
                        .home())
                .isEqualTo(Path.of("/elsewhere"));
    }

    @Test
    @DisplayName("Without Node, or with an old one, or without its packages, the agent says what to install")
    void missing() throws IOException {
        assertThatThrownBy(() -> NodeAgent.command(new Installation(folder, Map.of())))
                .hasMessageContaining("needs Node 20 or newer, which is not on the PATH");
        program("bin/node", "echo v18.1.0");
        Map<String, String> path = Map.of("PATH", folder.resolve("bin").toString());
        Installation installation = new Installation(folder, path);
        assertThatThrownBy(() -> NodeAgent.command(installation)).hasMessageContaining("says v18.1.0");
        program("bin/node", "echo v22.1.0");
        assertThatThrownBy(() -> NodeAgent.command(installation)).hasMessageContaining("no demo agent");
        program("examples/agent/agent.mjs", "");
        assertThatThrownBy(() -> NodeAgent.command(installation)).hasMessageContaining("npm ci");
    }

    @Test
    @DisplayName("A log is readable by our user only, and the previous one is kept")
    void log() throws IOException {
        Path path = folder.resolve("x.log");
        for (String line : new String[] {"first", "second"}) {
            try (LogFile log = new LogFile(path)) {
                log.accept(line);
                assertThat(log.tail()).isEqualTo(line);
            }
        }
        assertThat(path).hasContent("second");
        assertThat(folder.resolve("x.log.1")).hasContent("first");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }
}
