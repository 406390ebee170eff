// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

/** A failed request; the three subtypes say what the caller can do. */
public abstract sealed class StagedoorException extends RuntimeException
        permits ProblemException, UnreachableException, UnexpectedAnswerException {
    private static final long serialVersionUID = 1;

    StagedoorException(String message) {
        super(message);
    }

    StagedoorException(String message, Throwable cause) {
        super(message, cause);
    }
}
