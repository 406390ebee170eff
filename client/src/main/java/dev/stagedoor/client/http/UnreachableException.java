// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

/**
 * The server could not be reached, or its answer was lost. {@link #outcomeUnknown} tells the two apart: a request that
 * was sent may have been executed.
 */
public final class UnreachableException extends StagedoorException {
    private static final long serialVersionUID = 1;

    private final boolean outcomeUnknown;

    public UnreachableException(String message, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether the request may have reached the server. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
