// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.text;

import java.util.Collection;
import java.util.Optional;

/** Finds the name that a mistyped one most likely meant, for "did you mean …?". */
public final class Nearest {
    /** Longer names are not compared: the cost grows with the product of the lengths. */
    private static final int LONGEST = 128;

    private Nearest() {}

    /** The known name closest to {@code given}, if they differ by at most a third of the longer one's length, rounded up. */
    public static Optional<String> to(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String best = null;
        int fewest = Integer.MAX_VALUE;
        for (String name : known) {
            int edits = name.length() > LONGEST ? Integer.MAX_VALUE : edits(given, name);
            if (edits < fewest || (edits == fewest && best != null && name.compareTo(best) < 0)) {
                fewest = edits;
                best = name;
            }
        }
        if (best == null || fewest > (Math.max(given.length(), best.length()) + 2) / 3) {
            return Optional.empty();
        }
        return Optional.of(best);
    }

    /** Insertions, deletions and substitutions (Levenshtein), in one row of memory. */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
