// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Customer;
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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The Express token server of {@code bench/peers/express}, on its own database in the same PostgreSQL. */
public final class ExpressPeer implements AutoCloseable {
    private static final String DATABASE = "peer";
    private static final Pattern PORT = Pattern.compile("listening on ([0-9]+)");

    private final Running process;
    private final int port;

    private ExpressPeer(Running process) {
        this.process = process;
        this.port = Integer.parseInt(process.said());
    }

    /** Its folder, with its packages installed. */
    public static Path folder(Path home) {
        Path folder = home.resolve("bench/peers/express");
        if (!Files.isDirectory(folder.resolve("node_modules"))) {
            throw new IllegalStateException("the peer's packages are not installed: run npm ci in " + folder);
        }
        return folder;
    }

    /** Creates its tables and this many tenants. */
    public static List<Customer> install(Path home, DurablePostgres postgres, int tenants) {
        postgres.database(DATABASE);
        try {
            postgres.run(DATABASE, Files.readString(folder(home).resolve("schema.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < tenants; i++) {
            String slug = String.format(Locale.ROOT, "t%02d", i);
            Customer customer = new Customer(slug, "peer_live_" + "0123456789abcdef".repeat(3) + i);
            postgres.run(
                    DATABASE,
                    "INSERT INTO peer_keys VALUES ('\\x%s', '%s', 'ws://127.0.0.1:%d', '%s', '%s')"
                            .formatted(
                                    sha256(customer.apiKey()),
                                    slug,
                                    20_000 + i,
                                    "APIbench" + i,
                                    "a-secret-of-the-benchmark-for-tenant-" + i));
            customers.add(customer);
        }
        return customers;
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Starts it with this many worker processes. */
    public static ExpressPeer start(Path home, DurablePostgres postgres, int workers) {
        String url = "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(
                        postgres.adminUser(),
                        URLEncoder.encode(postgres.password().revealText(), StandardCharsets.UTF_8),
                        postgres.port(),
                        DATABASE);
        Command command = Command.of("express peer", folder(home), List.of("node", "server.mjs"))
                .with("NODE_ENV", "production")
                .with("DATABASE_URL", url)
                .with("WORKERS", Integer.toString(workers));
        return new ExpressPeer(Running.start(command, PORT));
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
