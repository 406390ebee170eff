// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A Markdown table as in docs/performance.md, with columns that also line up in a terminal. */
public final class MarkdownTable {
    private final List<List<String>> rows = new ArrayList<>();

    public MarkdownTable(String... head) {
        rows.add(List.of(head));
    }

    /** Adds a row with one cell per column; format numbers with {@link Text}. */
    public MarkdownTable row(String... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells under a head of "
                    + rows.getFirst().size());
        }
        rows.add(List.of(cells));
        return this;
    }

    @Override
    public String toString() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(1))
                .toArray();
        String rule = IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining("-|-", "|-", "-|\n"));
        String body = rows.stream().skip(1).map(row -> line(row, widths)).collect(Collectors.joining());
        return line(rows.getFirst(), widths) + rule + body;
    }

    private static String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> row.get(column)
                        + " ".repeat(widths[column] - row.get(column).length()))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
