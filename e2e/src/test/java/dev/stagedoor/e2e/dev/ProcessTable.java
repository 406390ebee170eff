// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the system shows of a process's descendants: arguments and environments, as Linux keeps them. */
final class ProcessTable {
    private ProcessTable() {}

    /**
     * A process.
     *
     * @param words       its arguments
     * @param environment {@code NAME=value}
     */
    record Row(long pid, List<String> words, List<String> environment) {
        /** Whether that text appears anywhere in it. */
        boolean tells(String text) {
            return Stream.concat(words.stream(), environment.stream()).anyMatch(one -> one.contains(text));
        }

        /** Whether it is a Node program. */
        boolean isNode() {
            return words.getFirst().endsWith("node");
        }
    }

    /** The process and its descendants, without those that have ended meanwhile. */
    static List<Row> family(long pid) {
        ProcessHandle head = ProcessHandle.of(pid).orElseThrow();
        return Stream.concat(Stream.of(head), head.descendants())
                .flatMap(process -> row(process.pid()).stream())
                .toList();
    }

    /** Every process whose arguments or environment contain that text; only those we are allowed to inspect. */
    static List<Row> telling(String text) {
        return ProcessHandle.allProcesses()
                .flatMap(process -> row(process.pid()).stream())
                .filter(row -> row.tells(text))
                .toList();
    }

    private static Optional<Row> row(long pid) {
        try {
            List<String> words = strings(pid, "cmdline");
            return words.isEmpty() ? Optional.empty() : Optional.of(new Row(pid, words, strings(pid, "environ")));
        } catch (IOException over) {
            return Optional.empty();
        }
    }

    private static List<String> strings(long pid, String file) throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
        return Stream.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1))
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
