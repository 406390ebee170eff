// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.signed;

import java.util.Optional;

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

    /** The id shared by the reply, the audit log and the logs. */
    String requestId();
}
