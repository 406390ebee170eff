// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.sip;

import dev.stagedoor.cli.console.Columns;
import dev.stagedoor.cli.console.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One step of a call, or where it stopped.
 *
 * @param step   what it was about: {@code reachable}, {@code signature}, {@code number}, …
 * @param remedy what to do; null if there is nothing to do
 */
record Step(
        String step,
        Outcome outcome,
        String detail,
        @Nullable String remedy) {
    /** Whether the call went on. */
    enum Outcome {
        OK,
        STOPPED,
        SKIPPED
    }

    static Step ok(String step, String detail) {
        return new Step(step, Outcome.OK, detail, null);
    }

    static Step stopped(String step, String detail, @Nullable String remedy) {
        return new Step(step, Outcome.STOPPED, detail, remedy);
    }

    static Step skipped(String step, String detail, @Nullable String remedy) {
        return new Step(step, Outcome.SKIPPED, detail, remedy);
    }

    /** For people. */
    List<String> lines(Style style) {
        String word = outcome.name().toLowerCase(Locale.ROOT);
        List<String> lines = new ArrayList<>();
        lines.add(Columns.line(style, "%-7s".formatted(word), "%-9s".formatted(step), detail));
        if (remedy != null) {
            lines.add("                    to do: " + remedy);
        }
        return lines;
    }
}
