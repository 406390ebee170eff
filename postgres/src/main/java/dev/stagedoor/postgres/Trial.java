// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that this machine can run the embedded PostgreSQL, by running its programs as the right user. */
public final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Trial() {}

    /**
     * The output of {@code postgres --version}. If the programs are not unpacked yet, they are unpacked temporarily.
     *
     * @param dataFolder  the data folder, which is checked but not created
     * @param environment our environment variables
     * @throws PostgresNotStarted if a start would fail, with what to do about it
     */
    public static String run(Path dataFolder, Map<String, String> environment) {
        try {
            Optional<Path> cache = CacheFolder.existing(environment);
            if (cache.isPresent() && Binaries.areIn(cache.get(), Platform.current())) {
                return run(dataFolder, environment, cache.get());
            }
            Path scratch = Files.createTempDirectory("stagedoor-trial-");
            try {
                Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
                return run(dataFolder, environment, scratch.toRealPath());
            } finally {
                Folders.delete(scratch);
            }
        } catch (IOException e) {
            throw new PostgresNotStarted("PostgreSQL's programs cannot be unpacked: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresNotStarted("interrupted while checking PostgreSQL", e);
        }
    }

    private static String run(Path dataFolder, Map<String, String> environment, Path cache)
            throws IOException, InterruptedException {
        Optional<Account> account = Account.ifRoot(dataFolder.resolve("cluster"), environment);
        Binaries binaries = Binaries.unpacked(cache, Platform.current());
        if (account.isPresent()) {
            account.get().requireReach(binaries.folder());
        }
        Cluster cluster = new Cluster(dataFolder, binaries, account);
        if (Files.exists(cluster.folder())) {
            cluster.requireSameVersion();
        }
        List<String> words = new ArrayList<>(account.map(Account::prefix).orElse(List.of()));
        words.addAll(List.of(binaries.program("postgres"), "--version"));
        LastLines output = new LastLines(10);
        try (Child child = Child.start(Command.of("postgres --version", binaries.folder(), words), output)) {
            if (!child.awaitExit(PATIENCE).equals(Optional.of(0))) {
                throw new PostgresNotStarted("PostgreSQL's programs do not run here. Their output:\n" + output);
            }
        }
        return output.toString().strip();
    }
}
