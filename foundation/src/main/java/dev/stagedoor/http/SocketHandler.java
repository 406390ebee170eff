package dev.stagedoor.http;

/** What a route does with one WebSocket, once its client was admitted. Called by one thread at a time. */
public interface SocketHandler {
    /** The socket is open. */
    default void opened(Socket socket) {}

    /** The client sent a text message; at most {@code http.max_body} in characters. */
    void message(Socket socket, String text);

    /** The socket is closed, whoever closed it. */
    default void closed() {}
}
