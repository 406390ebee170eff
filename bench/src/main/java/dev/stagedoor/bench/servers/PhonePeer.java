// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.servers;

import dev.stagedoor.processes.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The phone webhook of {@code bench/peers/phone}, which has no database. */
public final class PhonePeer implements AutoCloseable {
    private static final NodePeer PEER = new NodePeer("phone", "");

    private final Running process;

    private PhonePeer(Running process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param port    where it listens
     * @param project adds its LiveKit project and its agent's name
     * @param secret  signs its requests
     */
    public static PhonePeer start(Path home, int port, UnaryOperator<Command> project, String secret) {
        Command command = Command.of("phone peer", PEER.folder(home), List.of("node", "server.mjs"))
                .with("NODE_ENV", "production")
                .with("WEBHOOK_SECRET", secret)
                .with("PORT", Integer.toString(port));
        return new PhonePeer(Running.start(project.apply(command), NodePeer.PORT));
    }

    public int port() {
        return Integer.parseInt(process.said());
    }

    /** What it has used so far. */
    public Contender.Meters meters() {
        return Contender.Meters.of(process.pid());
    }

    @Override
    public void close() {
        process.close();
    }
}
