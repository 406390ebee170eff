// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import java.util.Collection;

/** Finds the name that a mistyped one most likely meant. */
final class Nearest {
    private Nearest() {}

    /** The known name that differs in the fewest letters, if that is at most a third of them; else "". */
    static String to(String given, Collection<?> known) {
        String best = "";
        int fewest = (given.length() + 2) / 3 + 1;
        for (Object each : known) {
            String name = String.valueOf(each);
            int edits = edits(given, name);
            if (edits < fewest) {
                fewest = edits;
                best = name;
            }
        }
        return best;
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
                int kept = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(kept, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
