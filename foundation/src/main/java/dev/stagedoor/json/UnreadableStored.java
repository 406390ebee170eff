package dev.stagedoor.json;

/**
 * A stored value is of a form that this version does not know; a newer node wrote it. Whoever reads many rows skips the
 * row and logs this; whoever needs the one row fails, and nothing else does.
 */
public final class UnreadableStored extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** That {@code type} could not be read, and why. */
    public UnreadableStored(Class<?> type, Exception cause) {
        super("a stored " + type.getSimpleName() + " is of a form that this version does not know", cause);
    }
}
