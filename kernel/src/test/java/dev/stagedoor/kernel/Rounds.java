// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

/**
 * How often a test repeats what differs from time to time: races, crashes, random histories. {@code make test} runs the
 * numbers in the tests, {@code make proof} the same tests with {@code -Dproof.times} times as many.
 *
 * <p>Properties need nothing of the kind: they have no number of tries of their own, and get {@code -Dproof.tries}.
 */
public final class Rounds {
    private static final int TIMES = Integer.getInteger("proof.times", 1);

    private Rounds() {}

    /** That many, or the multiple of it that is asked for. */
    public static int of(int usual) {
        return Math.multiplyExact(usual, TIMES);
    }
}
