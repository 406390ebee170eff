// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.jobs;

import java.time.Duration;

/**
 * Work that a server does by itself, again and again.
 *
 * @param name  as threads and log lines call it
 * @param pause between the end of one run and the start of the next
 * @param work  begins what is due, and returns; it may fail, and is run again after the pause
 */
public record Job(String name, Duration pause, Runnable work) {
    /** For work that somebody waits for. */
    public static final Duration SOON = Duration.ofSeconds(2);
}
