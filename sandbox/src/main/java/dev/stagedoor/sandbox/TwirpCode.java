// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox;

import java.util.Locale;

/** The error codes of Twirp (protocol v7) that LiveKit answers with, each with its HTTP status. */
public enum TwirpCode {
    CANCELED(408),
    UNKNOWN(500),
    INVALID_ARGUMENT(400),
    MALFORMED(400),
    DEADLINE_EXCEEDED(408),
    NOT_FOUND(404),
    BAD_ROUTE(404),
    ALREADY_EXISTS(409),
    PERMISSION_DENIED(403),
    UNAUTHENTICATED(401),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(412),
    ABORTED(409),
    OUT_OF_RANGE(400),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNAVAILABLE(503);

    private final int status;

    TwirpCode(int status) {
        this.status = status;
    }

    /** The HTTP status that goes with this code. */
    public int status() {
        return status;
    }

    /** The code as it appears in a response, e.g. {@code not_found}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
