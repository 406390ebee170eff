// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.bench.profile.CpuTime;
import dev.stagedoor.processes.Command;
import java.nio.file.Path;

/** The realtime gateway of {@code bench/peers/realtime}, on its own database in the same PostgreSQL. */
public final class RealtimePeer implements AutoCloseable {
    private static final NodePeer PEER = new NodePeer("realtime", "realtime_peer");
    private static final String KEY = "peer_live_" + "0123456789abcdef".repeat(3);

    private final Running process;
    private final int port;

    private RealtimePeer(Running process) {
        this.process = process;
        this.port = Integer.parseInt(process.said());
    }

    /** Creates its tables and one tenant. */
    public static void install(Path home, DurablePostgres postgres) {
        PEER.install(home, postgres);
        postgres.run(PEER.database(), "INSERT INTO peer_keys VALUES ('\\x" + NodePeer.sha256(KEY) + "', 'bench')");
    }

    /** Starts it; at that port, or any free one if 0. */
    public static RealtimePeer start(Path home, DurablePostgres postgres, int port) {
        Command command = PEER.command(home, postgres)
                .with("SECRET", "a-secret-of-the-benchmark-that-survives-a-restart")
                .with("PORT", Integer.toString(port));
        return new RealtimePeer(Running.start(command, NodePeer.PORT));
    }

    /** What its tenant's backend calls it with. */
    public String backendKey() {
        return KEY;
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
