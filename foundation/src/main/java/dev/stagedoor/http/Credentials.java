package dev.stagedoor.http;

import dev.stagedoor.kernel.Secret;

/**
 * How a request proves who sent it. A request presents one of these: the {@code Authorization} header before a ticket,
 * and a ticket before a cookie. Signed requests are not among them: {@link Access.Signed} verifies the whole request.
 */
public sealed interface Credentials {

    /** Nothing that the server understands. */
    record None() implements Credentials {}

    /** {@code Authorization: Bearer …}: an API key. */
    record Bearer(Secret token) implements Credentials {}

    /**
     * A browser's session cookie. It is presented only where another site cannot have caused the request: a method that
     * changes nothing, or an {@code Origin} that is this server's own.
     */
    record Cookie(Secret value) implements Credentials {
        /** The name of the cookie; the prefix makes browsers insist on Secure, Path=/ and no Domain. */
        public static final String NAME = "__Host-stagedoor";
    }

    /** {@code ?ticket=…} of a socket, for browsers cannot set headers on one. */
    record Ticket(Secret value) implements Credentials {}

    /** The API key that was sent, or "" if the credentials are of another kind. */
    default String apiKey() {
        return this instanceof Bearer(Secret token) ? token.revealText() : "";
    }
}
