package dev.stagedoor.processes;

/** How a command is asked to stop. */
public enum StopSignal {
    /** SIGTERM: what most programs take as a request to finish. */
    TERM,
    /**
     * SIGINT. Only for programs that install a handler for it, such as PostgreSQL ("fast shutdown"): a program that
     * relies on the signal's ordinary effect may be started with it ignored.
     */
    INT
}
