// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.devmode;

import org.jspecify.annotations.Nullable;

/** A server or worker of dev mode could not be started; the message says why and what to do about it. */
public final class ChildNotStarted extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says that. */
    public ChildNotStarted(String message) {
        this(message, null);
    }

    ChildNotStarted(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
