// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import org.jspecify.annotations.Nullable;

/** Usage error; no request was sent. Exit code 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One line that says how to correct it. */
    public UsageException(@Nullable String message) {
        super(message);
    }
}
