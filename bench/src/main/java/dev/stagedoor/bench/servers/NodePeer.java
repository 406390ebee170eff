// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.processes.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A peer that is a Node program in {@code bench/peers}: it has a folder with its packages, and a database of its own in the
 * same PostgreSQL, with a table of audit rows.
 */
record NodePeer(String name, String database) {
    /** What it says once it listens. */
    static final Pattern PORT = Pattern.compile("listening on ([0-9]+)");

    /** Its folder, with its packages installed. */
    Path folder(Path home) {
        Path folder = home.resolve("bench/peers/" + name);
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IllegalStateException("the peer's packages are not installed: run npm ci in " + folder);
        }
        return folder;
    }

    /** Creates its database and its tables. */
    void install(Path home, DurablePostgres postgres) {
        postgres.database(database);
        try {
            postgres.run(database, Files.readString(folder(home).resolve("schema.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What starts it. */
    Command command(Path home, DurablePostgres postgres) {
        String url = "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        postgres.adminUser(),
                        URLEncoder.encode(postgres.password().revealText(), StandardCharsets.UTF_8),
                        postgres.port(),
                        database);
        return Command.of(name + " peer", folder(home), List.of("node", "server.mjs"))
                .with("NODE_ENV", "production")
                .with("DATABASE_URL", url);
    }

    /** How many audit rows it has written. */
    long entries(DurablePostgres postgres) {
        return Long.parseLong(postgres.one(database, "SELECT count(*) FROM peer_audit"));
    }

    /** A key's hash, as its table has it, in hex. */
    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
