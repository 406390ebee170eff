// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import java.time.Duration;

/**
 * Recurring background work of a server.
 *
 * @param name  its name in threads and log lines
 * @param pause between the end of one run and the start of the next
 * @param work  starts what is due, and returns; if it fails, it runs again after the pause
 */
public record Job(String name, Duration pause, Runnable work) {
    /** For work that someone is waiting for. */
    public static final Duration SOON = Duration.ofSeconds(2);
}
