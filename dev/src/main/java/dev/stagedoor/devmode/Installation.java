// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Stagedoor is installed, and what is installed with it.
 *
 * @param home        the folder of the launcher
 * @param environment our environment variables
 */
public record Installation(Path home, Map<String, String> environment) {
    public Installation {
        environment = Map.copyOf(environment);
    }

    /**
     * {@code $STAGEDOOR_HOME}, which the launcher sets; without it, {@code start} or its nearest parent with tools or
     * an example agent; else {@code start}.
     */
    public static Installation find(Map<String, String> environment, Path start) {
        @Nullable String given = environment.get("STAGEDOOR_HOME");
        if (given != null && !given.isBlank()) {
            return new Installation(Path.of(given), environment);
        }
        Path from = start.toAbsolutePath();
        Path home = Stream.<@Nullable Path>iterate(from, Path::getParent)
                .takeWhile(folder -> folder != null)
                .map(folder -> folder == null ? from : folder)
                .filter(folder -> Files.isDirectory(folder.resolve(".tools"))
                        || Files.isDirectory(folder.resolve("examples/agent")))
                .findFirst()
                .orElse(from);
        return new Installation(home, environment);
    }

    /**
     * The livekit-server to run: {@code $LIVEKIT_SERVER}, or {@code livekit-server} on the {@code PATH}, or the one
     * that {@code make livekit} builds. Empty if there is none.
     *
     * @throws ChildNotStarted if {@code LIVEKIT_SERVER} is not a program
     */
    public Optional<Path> livekitServer() {
        @Nullable String given = environment.get("LIVEKIT_SERVER");
        if (given != null && !given.isBlank()) {
            return Optional.of(runnable(Path.of(given))
                    .orElseThrow(() -> new ChildNotStarted("LIVEKIT_SERVER: " + given + " is not a program")));
        }
        return program("livekit-server").or(() -> runnable(home.resolve(".tools/bin/livekit-server")));
    }

    /** The demo agent's folder. */
    public Path agentFolder() {
        return home.resolve("examples/agent");
    }

    /** The voice bridge's folder. */
    public Path bridgeFolder() {
        return home.resolve("voice-bridge");
    }

    /** A program on the {@code PATH}. */
    Optional<Path> program(String name) {
        return Stream.of(environment.getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .flatMap(folder -> runnable(Path.of(folder, name)).stream())
                .findFirst();
    }

    private static Optional<Path> runnable(Path file) {
        return Optional.of(file.toAbsolutePath()).filter(Files::isRegularFile).filter(Files::isExecutable);
    }
}
