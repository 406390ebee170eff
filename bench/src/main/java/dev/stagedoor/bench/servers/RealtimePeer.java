// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.profile.CpuTime;
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

/** The realtime gateway of {@code bench/peers/realtime}, on its own database in the same PostgreSQL. */
public final class RealtimePeer implements AutoCloseable {
    private static final String DATABASE = "realtime_peer";
    private static final String KEY = "peer_live_" + "0123456789abcdef".repeat(3);
    private static final Pattern PORT = Pattern.compile("listening on ([0-9]+)");

    private final Running process;
    private final int port;

    private RealtimePeer(Running process) {
        this.process = process;
        this.port = Integer.parseInt(process.said());
    }

    /** Creates its tables and one tenant. */
    public static void install(Path home, DurablePostgres postgres) {
        postgres.database(DATABASE);
        try {
            postgres.run(DATABASE, Files.readString(folder(home).resolve("schema.sql")));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8));
            postgres.run(
                    DATABASE,
                    "INSERT INTO peer_keys VALUES ('\\x" + HexFormat.of().formatHex(hash) + "', 'bench')");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Path folder(Path home) {
        Path folder = home.resolve("bench/peers/realtime");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IllegalStateException("the peer's packages are not installed: run npm ci in " + folder);
        }
        return folder;
    }

    /** Starts it; at that port, or any free one if 0. */
    public static RealtimePeer start(Path home, DurablePostgres postgres, int port) {
        String url = "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        postgres.adminUser(),
                        URLEncoder.encode(postgres.password().revealText(), StandardCharsets.UTF_8),
                        postgres.port(),
                        DATABASE);
        Command command = Command.of("realtime peer", folder(home), List.of("node", "server.mjs"))
                .with("NODE_ENV", "production")
                .with("SECRET", "a-secret-of-the-benchmark-that-survives-a-restart")
                .with("PORT", Integer.toString(port))
                .with("DATABASE_URL", url);
        return new RealtimePeer(Running.start(command, PORT));
    }

    /** What its tenant's backend calls it with. */
    public String backendKey() {
        return KEY;
    }

    public static long entries(DurablePostgres postgres) {
        return Long.parseLong(postgres.one(DATABASE, "SELECT count(*) FROM peer_audit"));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public CpuTime used() {
        return process.used();
    }

    @Override
    public void close() {
        process.close();
    }
}
