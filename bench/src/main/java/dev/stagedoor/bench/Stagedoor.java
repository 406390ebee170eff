// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench;

import dev.stagedoor.processes.Command;
import dev.stagedoor.processes.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Stagedoor on a database of its own, started by the launcher: what is measured is what is shipped, with its usual
 * configuration.
 *
 * @param home        where the launcher is
 * @param folder      for what it writes
 * @param database    its name
 * @param postgres    where that is
 * @param masterKey   made for this run
 * @param operatorKey the first one; empty before the database is migrated
 */
record Stagedoor(
        Path home, Path folder, String database, DurablePostgres postgres, String masterKey, String operatorKey) {
    private static final Pattern OPERATOR_KEY = Pattern.compile("(sd_op_[^\\s\"]+)");
    private static final Pattern PORT = Pattern.compile("serves on port ([0-9]+)");
    private static final Duration TO_STOP = Duration.ofSeconds(60);

    /** Makes and migrates the database. */
    static Stagedoor install(Path home, Path folder, String database, DurablePostgres postgres) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        String masterKey = Base64.getEncoder().encodeToString(key);
        postgres.database(database);
        Stagedoor empty = new Stagedoor(home, folder, database, postgres, masterKey, "");
        Command migrate = empty.command("migrate")
                .with("STAGEDOOR_DATABASE_ADMIN_USER", postgres.adminUser())
                .with("STAGEDOOR_DATABASE_ADMIN_PASSWORD", postgres.password().revealText());
        try (Running migrated = Running.start(migrate, OPERATOR_KEY)) {
            return new Stagedoor(home, folder, database, postgres, masterKey, migrated.said());
        }
    }

    /** Starts it on any free port. */
    StagedoorServer serve() {
        return serve(UnaryOperator.identity());
    }

    /** Starts it on any free port, with something more in its environment. */
    StagedoorServer serve(UnaryOperator<Command> more) {
        Running process = Running.start(more.apply(command("serve").with("STAGEDOOR_HTTP_PORT", "0")), PORT);
        return new StagedoorServer(process, Integer.parseInt(process.said()), operatorKey);
    }

    /** The launcher with that command, without its cache. */
    Command command(String word) {
        Path launcher = home.resolve("stagedoor");
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException("there is no launcher in " + home + ": run make bench in the project");
        }
        return Command.of("stagedoor " + word, folder, List.of(launcher.toString(), word))
                .with("JAVA_HOME", System.getProperty("java.home"))
                .with("STAGEDOOR_AOT", "off")
                .with("STAGEDOOR_MASTER_KEY", masterKey)
                .with("STAGEDOOR_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + postgres.port() + '/' + database)
                .with("STAGEDOOR_DATABASE_ROLE_PREFIX", database)
                .with("STAGEDOOR_EGRESS_ALLOW", "127.0.0.0/8")
                .stoppedBy(StopSignal.TERM, TO_STOP);
    }

    @Override
    public String toString() {
        return "Stagedoor on " + database;
    }
}
