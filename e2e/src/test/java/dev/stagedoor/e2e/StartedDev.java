// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A running {@code stagedoor dev}.
 *
 * @param process   the process
 * @param folder    where it was started
 * @param data      its data folder
 * @param readyFile the file that signals it is up
 * @param ready     that file's content
 */
public record StartedDev(Launched process, Path folder, Path data, Path readyFile, DevReady ready)
        implements AutoCloseable {
    /** Long enough for two busy cores. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Starts it in that folder, with data folder {@code .stagedoor} on any free port; returns once it is up. */
    public static StartedDev in(Path folder, String... options) {
        return started(() -> Launched.start(Shell.in(folder), words(folder, options)), folder);
    }

    /** The same in its own process group. */
    public static StartedDev inOwnGroup(Path folder, String... options) {
        return started(() -> Launched.startInOwnGroup(Shell.in(folder), words(folder, options)), folder);
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

    private static StartedDev started(Supplier<Launched> start, Path folder) {
        try (FreePorts _ = FreePorts.taken()) {
            return up(start.get(), folder);
        }
    }

    private static StartedDev up(Launched process, Path folder) {
        try {
            // Read only after this output, so that an earlier run's file is not mistaken for this one's.
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

    /** Its master key, as text. */
    public String masterKey() {
        try {
            return Files.readString(data.resolve("master.key")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it with SIGTERM and waits for it to exit. */
    @Override
    public void close() {
        process.close();
    }
}
