package dev.stagedoor.client.http;

/** A call that did not come back with what was asked for; which of the three it is says what can be done. */
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
