package dev.stagedoor.http;

/** What a route does, once everything that is the same for all routes has been done: decode, one call, encode. */
@FunctionalInterface
public interface Handler<B> {
    /** Answers; {@code body} is the decoded and validated body ({@link NoBody} where the route takes none). */
    Reply handle(Exchange exchange, B body);

    /** What a route without a body does. */
    @FunctionalInterface
    interface OfExchange {
        /** Answers. */
        Reply handle(Exchange exchange);
    }
}
