// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The threads of a process that the kernel knows, from {@code /proc}. */
public final class Threads {
    private Threads() {}

    /** How many it has now; 0 if it has ended. */
    public static int of(long pid) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return (int) tasks.count();
        } catch (IOException gone) {
            return 0;
        }
    }
}
