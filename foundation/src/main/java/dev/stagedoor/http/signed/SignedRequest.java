// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.signed;

import java.util.Optional;
import java.util.function.Function;

/** A request as it was sent, for the verifier of its signature. Nothing in it can be trusted yet. */
public interface SignedRequest {
    /** The HTTP method. */
    String verb();

    /** The path and query as they were sent: {@code /hooks/acme?x=%20}. */
    String target();

    /** The decoded path parameter of that name. */
    String path(String name);

    /** A request header, if present; refused if given more than once. */
    Optional<String> header(String name);

    /** The bytes of the body, as they were sent; at most {@code http.max_body} or what the route allows. */
    byte[] rawBody();

    /**
     * What a reader makes of the request, for all who ask for it: it is read once, if it can be. One kind of thing a request.
     */
    default <T> T once(Class<T> kind, Function<SignedRequest, T> reader) {
        return reader.apply(this);
    }

    /** The id shared by the reply, the audit log and the logs. */
    String requestId();
}
