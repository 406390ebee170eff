// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections on 127.0.0.1, with a virtual thread for each. */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);
    private static final int BACKLOG = 4_096;

    private final ServerSocket server;
    private final HttpHandler handler;
    private final long maxBody;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private HttpListener(ServerSocket server, HttpHandler handler, long maxBody) {
        this.server = server;
        this.handler = handler;
        this.maxBody = maxBody;
    }

    /**
     * Starts listening.
     *
     * @param port 0 for any free one
     * @param maxBody of a request, in bytes
     * @throws UncheckedIOException if the port is taken
     */
    public static HttpListener start(int port, long maxBody, HttpHandler handler) {
        try {
            ServerSocket server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
            HttpListener listener = new HttpListener(server, handler, maxBody);
            Thread.ofVirtual().name("sandbox-accept").start(listener::acceptAll);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("no sandbox on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getLocalPort();
    }

    private void acceptAll() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                if (server.isClosed()) socket.close();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closedOrClientGone) {
                LOG.debug("no connection", closedOrClientGone);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            new Connection(socket, handler, maxBody).serve();
        } catch (IOException gone) {
            // The client is gone, or is being cut off on purpose: closing the socket is all there is to do.
        } catch (InterruptedException left) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** Stops listening and closes every connection at once. */
    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
