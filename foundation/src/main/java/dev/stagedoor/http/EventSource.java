// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

/** A source of server-sent events: runs on the request's (virtual) thread and returns when there are no more. */
@FunctionalInterface
public interface EventSource {
    /** Writes events to the sink until done; {@code lastEventId} is the last a reconnecting client received, or "". */
    void run(Sink sink, String lastEventId) throws InterruptedException;

    /** One client. */
    interface Sink {
        /** Sends one event; {@code data} is a record of {@code api/}. Throws if the client has disconnected. */
        void send(String id, String event, Object data);

        /** Sends a comment, which keeps the connection open and detects a client that has disconnected. */
        void keepAlive();
    }
}
