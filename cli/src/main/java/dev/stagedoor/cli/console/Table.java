// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows in aligned columns that fit the terminal: the widest columns shrink first, the first one never. */
public final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;

    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings. */
    public Table(List<String> heads) {
        this.heads = heads;
    }

    /** Adds a row, a text for each column; "" is shown as unknown. */
    public void row(List<String> cells) {
        rows.add(cells.stream()
                .map(cell -> cell.isEmpty() ? "-" : Width.printable(cell))
                .toList());
    }

    /** The lines, at most {@code columns} wide; {@code style} colours status words and headings. */
    public List<String> lines(int columns, Style style) {
        int[] widths = fitted(columns);
        List<String> lines = new ArrayList<>();
        lines.add(style.head(line(heads, widths, new Style(false))));
        rows.forEach(row -> lines.add(line(row, widths, style)));
        return lines;
    }

    private String line(List<String> cells, int[] widths, Style style) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            boolean last = i == widths.length - 1;
            String cell = Width.clipped(cells.get(i), widths[i]);
            line.append(style.status(last ? cell : Width.padded(cell, widths[i])));
            line.append(last ? "" : " ".repeat(GAP));
        }
        return line.toString().stripTrailing();
    }

    private int[] fitted(int columns) {
        int[] widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    Width.of(heads.get(i)),
                    rows.stream()
                            .mapToInt(row -> Width.of(row.get(column)))
                            .max()
                            .orElse(0));
        }
        int surplus = Arrays.stream(widths).sum() + GAP * (widths.length - 1) - columns;
        while (surplus-- > 0) {
            int widest = widestAfterFirst(widths);
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private static int widestAfterFirst(int[] widths) {
        int widest = -1;
        for (int i = 1; i < widths.length; i++) {
            if (widths[i] > NARROWEST && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
