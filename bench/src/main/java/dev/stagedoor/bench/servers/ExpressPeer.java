// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.load.Customer;
import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.processes.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Express token server of {@code bench/peers/express}, on its own database in the same PostgreSQL. */
public final class ExpressPeer implements AutoCloseable {
    private static final NodePeer PEER = new NodePeer("express", "peer");

    private final Running process;
    private final int port;

    private ExpressPeer(Running process) {
        this.process = process;
        this.port = Integer.parseInt(process.said());
    }

    /** Its folder, with its packages installed. */
    public static Path folder(Path home) {
        return PEER.folder(home);
    }

    /** Creates its tables and this many tenants. */
    public static List<Customer> install(Path home, DurablePostgres postgres, int tenants) {
        PEER.install(home, postgres);
        List<Customer> customers = new ArrayList<>();
        for (int i = 0; i < tenants; i++) {
            String slug = String.format(Locale.ROOT, "t%02d", i);
            Customer customer = new Customer(slug, "peer_live_" + "0123456789abcdef".repeat(3) + i);
            postgres.run(
                    PEER.database(),
                    "INSERT INTO peer_keys VALUES ('\\x%s', '%s', 'ws://127.0.0.1:%d', '%s', '%s')"
                            .formatted(
                                    NodePeer.sha256(customer.apiKey()),
                                    slug,
                                    20_000 + i,
                                    "APIbench" + i,
                                    "a-secret-of-the-benchmark-for-tenant-" + i));
            customers.add(customer);
        }
        return customers;
    }

    /** Starts it with this many worker processes. */
    public static ExpressPeer start(Path home, DurablePostgres postgres, int workers) {
        Command command = PEER.command(home, postgres).with("WORKERS", Integer.toString(workers));
        return new ExpressPeer(Running.start(command, NodePeer.PORT));
    }

    public static long entries(DurablePostgres postgres) {
        return PEER.entries(postgres);
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
