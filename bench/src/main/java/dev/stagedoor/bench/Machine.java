// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.bench.report.MarkdownTable;
import dev.stagedoor.bench.servers.DurablePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The machine the figures were measured on. */
final class Machine {
    private Machine() {}

    /** The facts, one per line. */
    static String facts(Path folder, DurablePostgres postgres) {
        MarkdownTable table = new MarkdownTable("machine", "")
                .row("processor", processor() + ", " + Runtime.getRuntime().availableProcessors() + " cores")
                .row("memory", memory())
                .row("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .row("data on", fileSystem(folder))
                .row(
                        "JDK",
                        System.getProperty("java.vendor.version") + " (" + System.getProperty("java.version") + ")");
        postgres.settings().forEach((name, value) -> table.row("PostgreSQL " + name.replace("server_", ""), value));
        return table.toString();
    }

    private static String processor() {
        return after("/proc/cpuinfo", "model name");
    }

    private static String memory() {
        long kib = Long.parseLong(after("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", ""));
        return Math.round(kib / 1048576.0) + " GiB";
    }

    private static String after(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException("the benchmarks need Linux: they read processor times from /proc", e);
        }
    }

    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
