package dev.stagedoor.http;

/** Where server-sent events come from: called on the request's own (virtual) thread, returns when there are no more. */
@FunctionalInterface
public interface EventSource {
    /** Writes events to the sink until done; {@code lastEventId} is what a returning reader saw last, or "". */
    void run(Sink sink, String lastEventId) throws InterruptedException;

    /** One reader. */
    interface Sink {
        /** Sends one event; {@code data} is a record of {@code api/}. Throws when the reader has left. */
        void send(String id, String event, Object data);

        /** Sends a comment, which keeps the connection open and notices a reader who has left. */
        void keepAlive();
    }
}
