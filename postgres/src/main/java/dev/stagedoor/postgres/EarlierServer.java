// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans up after an earlier server that was not shut down. The caller holds the folder's lock, so the earlier owner is
 * gone.
 *
 * <p>A dead process's {@code postmaster.pid} is left to PostgreSQL, which also checks for shared memory in use.
 */
final class EarlierServer {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierServer.class);

    private EarlierServer() {}

    /**
     * Stops a server that still runs on {@code cluster}, and deletes a process id that now belongs to another program.
     */
    static void settle(Path cluster) throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<ProcessHandle> process =
                pid(pidFile).flatMap(ProcessHandle::of).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return;
        }
        if (!runsOn(cluster, process.get())) {
            LOG.info(
                    "{} names process {}, which is now another program",
                    pidFile,
                    process.get().pid());
            Files.deleteIfExists(pidFile);
            return;
        }
        LOG.info(
                "an earlier PostgreSQL (process {}) is still shutting down",
                process.get().pid());
        process.get().destroy();
        try {
            process.get().onExit().get(EmbeddedPostgres.GRACE.toSeconds() + 5, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new PostgresNotStarted(
                    "An earlier PostgreSQL, process " + process.get().pid() + ", still uses " + cluster
                            + " and does not stop. Stop that process, then start again.",
                    e);
        }
    }

    private static Optional<Long> pid(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(pidFile)) {
            return lines.findFirst()
                    .map(String::strip)
                    .filter(line -> line.matches("[0-9]{1,18}"))
                    .map(Long::valueOf);
        }
    }

    private static boolean runsOn(Path cluster, ProcessHandle process) throws IOException {
        if (!process.info().command().orElse("").endsWith("/postgres")) {
            return false;
        }
        Path folder = Path.of("/proc", Long.toString(process.pid()), "cwd");
        return !Files.exists(folder) || folder.toRealPath().equals(cluster.toRealPath());
    }
}
