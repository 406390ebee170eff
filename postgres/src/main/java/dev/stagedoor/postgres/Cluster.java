// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import dev.stagedoor.kernel.OwnerOnly;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.processes.Child;
import dev.stagedoor.processes.Command;
import dev.stagedoor.processes.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A database cluster in a data folder: {@code cluster/} is PostgreSQL's own, {@code password} the administrator's
 * password (0600), {@code lock} names the process that uses them.
 *
 * @param home     the data folder's real path
 * @param binaries PostgreSQL's programs
 * @param account  the user to run as, if we are root
 */
record Cluster(Path home, Binaries binaries, Optional<Account> account) {
    static final String ADMIN = "postgres";
    private static final Duration LONGEST_INIT = Duration.ofMinutes(2);

    Path folder() {
        return home.resolve("cluster");
    }

    private Path passwordFile() {
        return home.resolve("password");
    }

    /** Creates the cluster if it does not exist. It appears atomically, so an incomplete cluster is never started. */
    void ensure() throws IOException, InterruptedException {
        if (Files.exists(folder())) {
            requireSameVersion();
            return;
        }
        Path building = home.resolve("cluster.new");
        Folders.delete(building);
        Folders.createPrivate(building);
        writePassword();
        if (account.isPresent()) {
            Users.giveAll(home, account.get());
        }
        init(building);
        Files.move(building, folder(), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(home);
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(passwordFile());
        Files.createFile(passwordFile(), OwnerOnly.FILE);
        Files.writeString(
                passwordFile(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(random),
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }

    private void init(Path building) throws InterruptedException {
        List<String> words = List.of(
                binaries.program("initdb"),
                "--pgdata=" + seenAs(building),
                "--pwfile="
                        + (account.isPresent()
                                ? Account.HERE + "/../password"
                                : passwordFile().toString()),
                "--username=" + ADMIN,
                "--auth-local=scram-sha-256",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
        LastLines output = new LastLines(50);
        try (Child child = Child.start(command("initdb", building, words), output)) {
            Optional<Integer> code = child.awaitExit(LONGEST_INIT);
            if (code.isEmpty() || code.get() != 0) {
                throw new PostgresNotStarted("initdb failed to create a database cluster in " + home
                        + code.map(c -> " (exit code " + c + ")").orElse(" in two minutes") + ":\n" + output);
            }
        }
    }

    /** Fails if the cluster belongs to another version. */
    void requireSameVersion() throws IOException {
        Path file = folder().resolve("PG_VERSION");
        String data = Files.exists(file) ? Files.readString(file).strip() : "an unknown version";
        if (!binaries.majorVersion().equals(data)) {
            throw new PostgresNotStarted("The data in " + home + " belongs to PostgreSQL " + data
                    + ", but this is PostgreSQL " + binaries.majorVersion()
                    + ". Migrate it with pg_dump and pg_restore, or choose another data folder.");
        }
    }

    /** The administrator's password. */
    Secret password() throws IOException {
        if (!Files.exists(passwordFile())) {
            throw new PostgresNotStarted("The file " + passwordFile()
                    + " is missing: it contains the password of the database in " + home + ". Restore it, or delete the"
                    + " folder to start again.");
        }
        return Secret.of(Files.readString(passwordFile()).strip());
    }

    /** The server as a command, listening only on the loopback address and this port. */
    Command server(int port, PostgresOptions options) {
        List<String> words = new ArrayList<>(List.of(binaries.program("postgres"), "-D", seenAs(folder())));
        options.settings().forEach((name, value) -> words.addAll(List.of("-c", name + '=' + value)));
        for (String fixed : List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                // A failed statement may contain a secret, such as a role's password (S2).
                "log_min_error_statement=panic")) {
            words.addAll(List.of("-c", fixed));
        }
        return command("postgres", folder(), words).stoppedBy(StopSignal.INT, EmbeddedPostgres.GRACE);
    }

    private String seenAs(Path data) {
        return account.isPresent() ? Account.HERE : data.toString();
    }

    private Command command(String name, Path data, List<String> words) {
        List<String> all = new ArrayList<>(account.map(Account::prefix).orElse(List.of()));
        all.addAll(words);
        return Command.of(name, data, all);
    }
}
