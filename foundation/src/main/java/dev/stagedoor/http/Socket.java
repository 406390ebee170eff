// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Problem;
import java.util.function.Function;

/** One open WebSocket. May be used from any thread. */
public interface Socket {
    /** The close code for a message of a kind that is not accepted (RFC 6455 §7.4.1). */
    int CANNOT_ACCEPT = 1003;

    /**
     * Sends a text message; waits while the client is slow to read, at most {@code http.idle_timeout}.
     *
     * @throws IllegalStateException if the socket is closed
     */
    void send(String message);

    /** Sends a binary message; otherwise as {@link #send(String)}. */
    void send(byte[] message);

    /** Closes it, with a code of RFC 6455 and a short reason that the client may read. */
    void close(int code, String reason);

    /** How a WebSocket is closed. */
    record Close(int code, String reason) {}

    /**
     * What a route's WebSockets have of their own.
     *
     * @param protocol   the subprotocol that is selected if the client offers it
     * @param maxMessage the longest message, in bytes
     * @param refusals   how one is closed whose client may not have it, or no longer. The handshake of such a client is
     *     accepted first: a browser tells its page nothing of one that was refused.
     */
    record Terms(String protocol, int maxMessage, Function<Problem, Close> refusals) {}

    /** What a route does with one WebSocket, once its client was admitted. Called by one thread at a time. */
    interface Handler {
        /** The socket is open. */
        default void opened(Socket socket) {}

        /** The client sent a text message; at most {@code http.max_body}. */
        void message(Socket socket, String text);

        /** The client sent a binary message; as long as a text message may be. */
        default void message(Socket socket, byte[] binary) {
            socket.close(CANNOT_ACCEPT, "only text messages are accepted");
        }

        /** Called about twice a second, by another thread than the rest, after the client's permission was proven. */
        default void pulse(Socket socket) {}

        /** The client's permission has ended, and nothing that it says counts any more. It may take a moment to close. */
        default void barred() {}

        /** The socket is closed, by either side. */
        default void closed() {}
    }
}
