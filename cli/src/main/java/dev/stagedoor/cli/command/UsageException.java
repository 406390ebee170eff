package dev.stagedoor.cli.command;

import org.jspecify.annotations.Nullable;

/** The command cannot be carried out as it was given; nothing was asked of the server. Exit code 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line that says what would be right. */
    public UsageException(@Nullable String message) {
        super(message);
    }
}
