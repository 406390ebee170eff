// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.processes;

/** The signal that asks a command to stop. */
public enum StopSignal {
    /** SIGTERM: the usual request to stop. */
    TERM,
    /**
     * SIGINT. Only for programs that install a handler for it, such as PostgreSQL ("fast shutdown"): other programs may
     * be started with it ignored.
     */
    INT
}
