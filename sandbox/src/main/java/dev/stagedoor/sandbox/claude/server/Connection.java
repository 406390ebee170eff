// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;

/** One connection: its requests, one after another. */
final class Connection {
    private final BufferedInputStream in;
    private final BufferedOutputStream out;
    private final HttpHandler handler;
    private final RequestReader requests;

    Connection(Socket socket, HttpHandler handler, long maxBody) throws IOException {
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = new BufferedOutputStream(socket.getOutputStream());
        this.handler = handler;
        this.requests = new RequestReader(in, out, maxBody);
    }

    /** Serves requests until the client leaves or asks to close. */
    void serve() throws IOException, InterruptedException {
        for (HttpRequest request = requests.next(); request != null; request = requests.next()) {
            HttpExchange exchange = new HttpExchange(out, Thread.currentThread());
            Thread watch = Thread.ofVirtual().start(() -> watch(exchange));
            try {
                handler.handle(request, exchange);
            } finally {
                exchange.finish();
            }
            if ("close".equalsIgnoreCase(request.header("connection"))) return;
            // It returns with the first byte of the next request, or when the client closes the connection.
            watch.join();
        }
    }

    /** Waits for a byte, which is the next request's first, or for the end, which means that the client has left. */
    private void watch(HttpExchange exchange) {
        try {
            in.mark(1);
            if (in.read() >= 0) {
                in.reset();
                return;
            }
        } catch (IOException reset) {
            // The client closed the connection without reading everything: it has left, too.
        }
        exchange.clientLeft();
    }
}
