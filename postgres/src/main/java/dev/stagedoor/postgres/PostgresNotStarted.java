// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.postgres;

import org.jspecify.annotations.Nullable;

/** The embedded PostgreSQL could not be started; the message says why and what to do about it. */
public final class PostgresNotStarted extends RuntimeException {
    private static final long serialVersionUID = 1;

    PostgresNotStarted(String message) {
        this(message, null);
    }

    PostgresNotStarted(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
