// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/** One open WebSocket. May be used from any thread. */
public interface Socket {
    /**
     * Sends a text message; waits while the client is slow to read, at most {@code http.idle_timeout}.
     *
     * @throws IllegalStateException if the socket is closed
     */
    void send(String message);

    /** Closes it, with a code of RFC 6455 and a short reason that the client may read. */
    void close(int code, String reason);

    /** What a route does with one WebSocket, once its client was admitted. Called by one thread at a time. */
    interface Handler {
        /** The socket is open. */
        default void opened(Socket socket) {}

        /** The client sent a text message; at most {@code http.max_body}. */
        void message(Socket socket, String text);

        /** The socket is closed, by either side. */
        default void closed() {}
    }
}
