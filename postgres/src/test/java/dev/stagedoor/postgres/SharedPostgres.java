// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One PostgreSQL for all tests of this JVM, in a folder that is deleted at the end. Fully durable; it is fast because
 * it starts only once.
 */
public final class SharedPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private SharedPostgres() {}

    /** The server, running. */
    public static EmbeddedPostgres get() {
        return SERVER;
    }

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("stagedoor-test-postgres-");
            EmbeddedPostgres server = EmbeddedPostgres.start(
                    folder.resolve("postgres"), PostgresOptions.ordinary().with("max_connections", "300"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder), "end of the shared PostgreSQL"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(EmbeddedPostgres server, Path folder) {
        server.close();
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
