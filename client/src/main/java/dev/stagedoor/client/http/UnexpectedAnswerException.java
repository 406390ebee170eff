package dev.stagedoor.client.http;

/** Something answered, but not as Stagedoor does: another service, a proxy's own page, a redirect. */
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
