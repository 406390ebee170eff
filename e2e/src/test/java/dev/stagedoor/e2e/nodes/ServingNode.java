// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Launched;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.postgres.SharedPostgres;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code stagedoor serve} as a separate process: one of several nodes on a database. */
public final class ServingNode implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Pattern PORT = Pattern.compile("is listening on port (\\d+)");
    private static final Pattern OPERATOR_KEY = Pattern.compile("sd_op_\\S+");

    private final Launched process;
    private final URI url;

    private ServingNode(Launched process) {
        this.process = process;
        Matcher port = PORT.matcher(process.awaitLine("is listening on port", PATIENCE));
        if (!port.find()) {
            throw new AssertionError(process.output());
        }
        this.url = URI.create("http://127.0.0.1:" + port.group(1));
    }

    /** A database set up by {@code stagedoor migrate}, and the operator key it printed. */
    public record Installed(Shell shell, String operatorKey) {
        /** On a new database of that name. */
        public static Installed on(String database) {
            var postgres = SharedPostgres.get();
            postgres.ensureDatabase(database);
            byte[] masterKey = new byte[32];
            new SecureRandom().nextBytes(masterKey);
            Shell shell = Shell.in(Folders.temporary("stagedoor-node"))
                    .with("STAGEDOOR_MASTER_KEY", Base64.getEncoder().encodeToString(masterKey))
                    .with("STAGEDOOR_DATABASE_URL", postgres.jdbcUrl(database))
                    .with("STAGEDOOR_DATABASE_ROLE_PREFIX", database)
                    .with("STAGEDOOR_HTTP_PORT", "0")
                    .with("STAGEDOOR_EGRESS_ALLOW", "127.0.0.0/8");
            Folders.deletedAtExit(shell.folder());
            return new Installed(shell, migrated(asAdmin(shell)).operatorKey);
        }

        /** On the empty database that this shell's environment names, with the user that may migrate it. */
        static Installed migrated(Shell admin) {
            Matcher key = OPERATOR_KEY.matcher(admin.stagedoor("migrate").must().out());
            if (!key.find()) {
                throw new AssertionError("migrate showed no operator's key");
            }
            return new Installed(admin, key.group());
        }

        /** The same shell, whose commands may migrate. */
        static Shell asAdmin(Shell shell) {
            return shell.with(
                            "STAGEDOOR_DATABASE_ADMIN_USER",
                            SharedPostgres.get().adminUser())
                    .with(
                            "STAGEDOOR_DATABASE_ADMIN_PASSWORD",
                            SharedPostgres.get().password().revealText());
        }

        /** One more node, serving. */
        public ServingNode node() {
            return ServingNode.of(shell);
        }
    }

    /** Serving with that shell's environment. */
    public static ServingNode of(Shell shell) {
        return new ServingNode(Launched.start(shell, "serve"));
    }

    /** Its base URL. */
    public URI url() {
        return url;
    }

    /** SIGKILL, as when a machine dies: it can send and store nothing more. */
    public void kill() {
        process.signal("KILL");
        process.awaitEnd();
    }

    @Override
    public void close() {
        process.close();
    }
}
