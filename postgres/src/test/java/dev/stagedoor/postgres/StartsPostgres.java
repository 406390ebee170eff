// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import java.nio.file.Path;

/** A program that starts PostgreSQL in the folder it is given, commits a row, says so, and waits to be killed. */
final class StartsPostgres {
    private StartsPostgres() {}

    /** See the type. */
    public static void main(String[] args) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(args[0]));
        Sql.run(postgres, "postgres", "CREATE TABLE IF NOT EXISTS kept (word text)");
        Sql.run(postgres, "postgres", "INSERT INTO kept VALUES ('committed')");
        System.out.println(postgres.pid());
        Thread.currentThread().join();
    }
}
