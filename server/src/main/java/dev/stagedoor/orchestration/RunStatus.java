// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration;

import java.util.Locale;

/** A run's status. */
enum RunStatus {
    /** A node executes it, or is about to take it over. */
    RUNNING,
    /** Every call it needed was made. */
    COMPLETED,
    /** An agent, the provider, a limit or a withdrawn permission stopped it. */
    FAILED,
    /** Somebody stopped it. */
    CANCELLED,
    /** Its node died, and it was not started with {@code resume}. */
    INTERRUPTED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
