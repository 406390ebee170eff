// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TCP sockets that a process listens on, by Linux's {@code /proc}. */
final class ListeningSockets {
    private static final String LISTEN = "0A";

    private ListeningSockets() {}

    /** Their addresses as the kernel writes them: {@code 0100007F:45D8} is 127.0.0.1:17880. */
    static List<String> of(long pid) throws IOException {
        Set<String> inodes;
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            inodes = files.map(ListeningSockets::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
        List<String> found = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net/" + table))) {
                String[] columns = line.strip().split(" +", -1);
                if (columns.length > 9 && columns[3].equals(LISTEN) && inodes.contains(columns[9])) {
                    found.add(columns[1]);
                }
            }
        }
        return found;
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
