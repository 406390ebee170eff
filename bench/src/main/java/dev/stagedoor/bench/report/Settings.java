// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to measure.
 *
 * @param each   how long each figure of a round is measured
 * @param rounds how many turns each contender takes
 * @param home   the project's folder
 * @param folder for data and logs; deleted at the end
 */
public record Settings(Duration each, int rounds, Path home, Path folder) {
    /** Prints progress to standard error; figures go to standard output. */
    public static void say(String what) {
        System.err.println("  " + what);
    }
}
