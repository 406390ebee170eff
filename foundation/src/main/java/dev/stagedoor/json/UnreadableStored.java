// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * A stored value that this version cannot read, because a newer node wrote it. Loops over rows skip the row and log it
 * ({@link #orSkip}); a request for exactly that row fails.
 */
public final class UnreadableStored extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** {@code type} could not be read, and why. */
    public UnreadableStored(Class<?> type, Exception cause) {
        super("a stored " + type.getSimpleName() + " is of a form that this version does not know", cause);
    }

    /** The result of {@code read}; empty if this version cannot read it, with a line in {@code log} naming the row. */
    public static <T> Optional<T> orSkip(Logger log, Object row, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (UnreadableStored unknown) {
            log.warn("{} is skipped: {}", row, unknown.getMessage());
            return Optional.empty();
        }
    }
}
