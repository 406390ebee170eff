// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.nodes;

import dev.stagedoor.e2e.Distribution;
import dev.stagedoor.e2e.Folders;
import dev.stagedoor.e2e.Shell;
import dev.stagedoor.postgres.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own, with a shell beside it that has PostgreSQL's programs and {@code stagedoor} on its path. Like
 * an administrator's it finds the server in {@code PGHOST} and the passwords in a password file: the superuser's is
 * random, everybody else's is the … of the documents.
 */
final class PostgresHost implements AutoCloseable {
    private static final String EVERYBODY = "…";

    private final EmbeddedPostgres server;
    private final Shell shell;

    private PostgresHost(EmbeddedPostgres server, Shell shell) {
        this.server = server;
        this.shell = shell;
    }

    /** A new one, without any database of Stagedoor's; its shell works in that folder. */
    static PostgresHost start(Path folder) {
        Path home = Folders.temporary("stagedoor-postgres");
        Folders.deletedAtExit(home);
        EmbeddedPostgres server = EmbeddedPostgres.start(home.resolve("data"));
        String superuser = server.adminUser();
        String passwords = "*:*:*:%s:%s%n*:*:*:*:%s%n"
                .formatted(superuser, server.password().revealText(), EVERYBODY);
        Shell shell = Shell.in(folder);
        String path = programs() + ":" + Distribution.laidOut().home() + ":"
                + shell.environment().get("PATH");
        return new PostgresHost(
                server,
                shell.with("PATH", path)
                        .with("PGHOST", "127.0.0.1")
                        .with("PGPORT", Integer.toString(server.port()))
                        .with("PGUSER", superuser)
                        .with(
                                "PGPASSFILE",
                                file(home.resolve("pgpass"), passwords).toString())
                        .with("STAGEDOOR_DATABASE_ADMIN_USER", "stagedoor_owner")
                        .with("STAGEDOOR_DATABASE_ADMIN_PASSWORD", EVERYBODY));
    }

    /** PostgreSQL ignores a password file that others may read. */
    private static Path file(Path file, String content) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path programs() {
        Path environment = Distribution.project().resolve(".tools/postgres/lib").toAbsolutePath();
        try (Stream<Path> all = Files.find(environment, 6, (file, about) -> file.endsWith("pginstall/bin/pg_dump"))) {
            return all.map(Path::getParent).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("made by bin/pip-venv e2e/postgres/requirements.txt .tools/postgres", e);
        }
    }

    /** The URL of one of its databases. */
    String url(String database) {
        return server.jdbcUrl(database);
    }

    /** The shell, as the superuser. */
    Shell shell() {
        return shell;
    }

    /** Runs lines of a document as they are, with this server for the one of the document. */
    Shell.Ran run(Shell in, String lines) {
        // By a shell, which looks for programs on the path of its own environment.
        return in.run("sh", "-ec", lines.replace("db.internal:5432", "127.0.0.1:" + server.port()));
    }

    /** Runs statements of a document as the superuser. */
    void sql(String statements) {
        run(shell.typing(statements), "psql --no-psqlrc --set=ON_ERROR_STOP=1 postgres")
                .must();
    }

    @Override
    public void close() {
        server.close();
    }
}
