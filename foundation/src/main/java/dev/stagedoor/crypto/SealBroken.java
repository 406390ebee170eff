package dev.stagedoor.crypto;

/**
 * Something sealed does not open: it was altered, belongs to another tenant, credential or version, or its key is not the
 * one it was sealed with. Never a caller's fault.
 */
public final class SealBroken extends RuntimeException {
    private static final long serialVersionUID = 1;

    SealBroken(String what, Throwable cause) {
        super(what, cause);
    }

    /** For a key that is missing. */
    public SealBroken(String what) {
        super(what);
    }
}
