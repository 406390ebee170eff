// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.e2e.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A connection to a server that loses the first answer: the request arrives, and the response breaks off. */
final class LossyWay implements AutoCloseable {
    private final ServerSocket here;
    private final URI server;
    private final AtomicInteger connections = new AtomicInteger();

    LossyWay(URI server) throws IOException {
        this.server = server;
        this.here = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + here.getLocalPort();
    }

    /** The number of connections. */
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!here.isClosed()) {
            try {
                Socket client = here.accept();
                boolean lost = connections.incrementAndGet() == 1;
                Thread.ofVirtual().start(() -> serve(client, lost));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client, boolean lost) {
        try (client;
                Socket there = new Socket(server.getHost(), server.getPort())) {
            Thread.ofVirtual().start(() -> carry(client, there));
            InputStream answer = there.getInputStream();
            if (lost) {
                // Enough bytes that it is not mistaken for an idle connection being closed.
                client.getOutputStream().write(answer.readNBytes(8));
            } else {
                answer.transferTo(client.getOutputStream());
            }
        } catch (IOException over) {
            // One side has hung up, as intended.
        }
    }

    private static void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            // The other direction closes it.
        }
    }

    @Override
    public void close() {
        try {
            here.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
