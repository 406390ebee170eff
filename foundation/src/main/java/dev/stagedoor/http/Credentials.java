// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http;

import dev.stagedoor.kernel.Secret;

/**
 * How a request proves who sent it. Only one of these counts: the {@code Authorization} header wins over a ticket, and
 * a ticket over a cookie. Signed requests have none: {@link Access.Signed} verifies the whole request.
 */
public sealed interface Credentials {

    /** No credentials, or none of a known kind. */
    record None() implements Credentials {}

    /** {@code Authorization: Bearer …}: an API key. */
    record Bearer(Secret token) implements Credentials {}

    /**
     * A browser's session cookie. It counts only if another site cannot have caused the request (CSRF): the method is
     * safe, or the {@code Origin} is this server's own.
     */
    record Cookie(Secret value) implements Credentials {
        /** The name of the cookie; the prefix makes browsers insist on Secure, Path=/ and no Domain. */
        public static final String NAME = "__Host-stagedoor";
    }

    /** {@code ?ticket=…} of a WebSocket: browsers cannot set headers on one. */
    record Ticket(Secret value) implements Credentials {}

    /** The API key that was sent, or "" if the credentials are of another kind. */
    default String apiKey() {
        return this instanceof Bearer(Secret token) ? token.revealText() : "";
    }
}
