// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code stagedoor dev}, up.
 *
 * @param process   the process
 * @param folder    where it was started
 * @param data      its data folder
 * @param readyFile the file that said it is up
 * @param ready     what is in it
 */
public record StartedDev(Launched process, Path folder, Path data, Path readyFile, DevReady ready)
        implements AutoCloseable {
    /** Long enough for two cores with much else to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Starts it in that folder, on its data folder {@code .stagedoor} and any free port; returns when it is up. */
    public static StartedDev in(Path folder, String... options) {
        return up(Launched.start(Shell.in(folder), words(folder, options)), folder);
    }

    /** The same at the head of its own process group. */
    public static StartedDev inOwnGroup(Path folder, String... options) {
        return up(Launched.startInOwnGroup(Shell.in(folder), words(folder, options)), folder);
    }

    private static String[] words(Path folder, String... options) {
        List<String> words =
                new ArrayList<>(List.of("dev", "--ready-file", readyFile(folder).toString()));
        if (Stream.of(options).noneMatch("--port"::equals)) {
            words.addAll(List.of("--port", "0"));
        }
        words.addAll(List.of(options));
        return words.toArray(String[]::new);
    }

    private static Path readyFile(Path folder) {
        return folder.resolve("up.json");
    }

    private static StartedDev up(Launched process, Path folder) {
        try {
            // Looked for once the screen has said it, so that an earlier run's file is not taken for this one's.
            process.awaitLine("Ctrl-C stops everything.", PATIENCE);
            Path data = folder.resolve(".stagedoor");
            Path readyFile = readyFile(folder);
            if (!Files.exists(readyFile)) {
                throw new AssertionError("no ready file:\n" + process.output());
            }
            return new StartedDev(process, folder, data, readyFile, DevReady.read(readyFile, data));
        } catch (RuntimeException | Error e) {
            process.close();
            throw e;
        }
    }

    /** A shell in its folder, where the command finds server and keys by itself. */
    public Shell shell() {
        return Shell.in(folder);
    }

    /** The text of its master key. */
    public String masterKey() {
        try {
            return Files.readString(data.resolve("master.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it with SIGTERM and waits for its end. */
    @Override
    public void close() {
        process.close();
    }
}
