// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

/** The answer is not from Stagedoor: another service, a proxy's error page, a redirect. */
public final class UnexpectedAnswerException extends StagedoorException {
    private static final long serialVersionUID = 1;

    private final int status;

    public UnexpectedAnswerException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return status;
    }
}
