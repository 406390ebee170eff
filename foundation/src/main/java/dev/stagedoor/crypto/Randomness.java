// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.crypto;

import dev.stagedoor.kernel.Problem;
import java.util.stream.IntStream;

/** Whether a secret that somebody chose can have come from a random generator. */
public final class Randomness {
    /** Of 24 random bytes or characters about 20 are distinct; fewer than this many are a pattern or a word. */
    private static final int FEWEST_DISTINCT = 8;

    private Randomness() {}

    /**
     * Refuses a pattern.
     *
     * @param field   the field that the problem names
     * @param symbols the secret's bytes or characters
     * @throws Problem {@code invalid_request}
     */
    public static void require(String field, IntStream symbols) {
        if (symbols.distinct().count() < FEWEST_DISTINCT) {
            throw Problem.invalid(field, "is not random enough; generate a new one");
        }
    }
}
