// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.db;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A proxy between us and PostgreSQL that reads what we send and cuts the connection around a COMMIT on request: like a
 * network that fails at the worst moment.
 */
public final class PostgresProxy implements AutoCloseable {
    private final ServerSocket door;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NONE);
    private volatile boolean frozen;
    private volatile boolean vanished;
    private final AtomicInteger roundTrips = new AtomicInteger();

    /** Where to cut. */
    public enum Cut {
        NONE,
        /** The COMMIT never arrives. */
        BEFORE_COMMIT,
        /** The COMMIT is executed, but its answer never arrives. */
        AFTER_COMMIT
    }

    /** A proxy for the database of that URL. */
    public PostgresProxy(String jdbcUrl) throws IOException {
        target = URI.create(jdbcUrl.substring("jdbc:".length()));
        door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The database's URL through the proxy. */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + door.getLocalPort() + target.getPath()
                + "?sslmode=disable&gssEncMode=disable";
    }

    /** Cuts at the next COMMIT only. */
    public void cutNext(Cut where) {
        cut.set(where);
    }

    /** From now on nothing arrives on either side, and no connection is closed: a server that hangs. */
    public void freeze() {
        frozen = true;
    }

    /** From now on the server cannot be reached, until {@link #comeBack}. */
    public void vanish() {
        vanished = true;
        open.forEach(this::hangUp);
    }

    /** Ends {@link #vanish}. */
    public void comeBack() {
        vanished = false;
    }

    /** How many times we waited for the server. */
    public int roundTrips() {
        return roundTrips.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                if (vanished) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(target.getHost(), target.getPort());
                open.add(client);
                open.add(server);
                Conversation conversation = new Conversation(client, server);
                Thread.ofVirtual().start(() -> end(client, server, conversation::requests));
                Thread.ofVirtual().start(() -> end(client, server, conversation::answers));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void end(Socket client, Socket server, Pump pump) {
        try {
            pump.run();
        } catch (IOException gone) {
            // One side has disconnected: close the other.
        } finally {
            hangUp(client);
            hangUp(server);
        }
    }

    private void hangUp(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Pump {
        void run() throws IOException;
    }

    private final class Conversation {
        private final Socket client;
        private final Socket server;
        private volatile boolean swallow;

        Conversation(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void requests() throws IOException {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = server.getOutputStream();
            FrontendBatch batch = new FrontendBatch();
            out.write(FrontendBatch.startup(in));
            out.flush();
            while (batch.read(in)) {
                if (frozen) {
                    batch.take();
                    continue;
                }
                if (batch.isComplete()) {
                    roundTrips.incrementAndGet();
                }
                Cut now = batch.commits() ? cut.getAndSet(Cut.NONE) : Cut.NONE;
                if (now == Cut.BEFORE_COMMIT) {
                    return;
                }
                swallow = swallow || now == Cut.AFTER_COMMIT;
                out.write(batch.take());
                out.flush();
            }
        }

        /** Forwards answers; if a COMMIT's answer is to be lost, closes the connection once it is complete. */
        void answers() throws IOException {
            DataInputStream in = new DataInputStream(server.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                byte[] message = FrontendBatch.message(in);
                if (!swallow) {
                    out.write(message);
                    out.flush();
                } else if (message[0] == 'Z') {
                    return;
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        open.forEach(this::hangUp);
    }
}
