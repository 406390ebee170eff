// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

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
 * Stagedoor on its own database, started by the launcher: it is measured as shipped, with its usual configuration.
 *
 * @param home        the launcher's folder
 * @param folder      for the files it writes
 * @param database    the database's name
 * @param postgres    the server that holds it
 * @param masterKey   generated for this run
 * @param operatorKey the first operator key; empty before the database is migrated
 */
public record Stagedoor(
        Path home, Path folder, String database, DurablePostgres postgres, String masterKey, String operatorKey) {
    private static final Pattern OPERATOR_KEY = Pattern.compile("(sd_op_[^\\s\"]+)");
    private static final Pattern PORT = Pattern.compile("is listening on port ([0-9]+)");
    private static final Duration TO_STOP = Duration.ofSeconds(60);

    /** Creates and migrates the database. */
    public static Stagedoor install(Path home, Path folder, String database, DurablePostgres postgres) {
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
    public StagedoorServer serve() {
        return serve(UnaryOperator.identity());
    }

    /** Starts it on any free port, with additions to its environment. */
    public StagedoorServer serve(UnaryOperator<Command> more) {
        Running process = Running.start(more.apply(command("serve").with("STAGEDOOR_HTTP_PORT", "0")), PORT);
        return new StagedoorServer(process, Integer.parseInt(process.said()), operatorKey);
    }

    /** The launcher with this command, without its cache. */
    public Command command(String word) {
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
