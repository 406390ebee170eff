// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

import java.util.List;

/** Lines on a terminal that are drawn again in place, each cut to the terminal's width. */
public final class LiveLines {
    private static final int GAP = 2;

    private final Shell shell;
    private int drawn;

    /**
     * One line.
     *
     * @param head shown from its start on
     * @param tail whose end is shown, as far as there is room
     */
    public record Line(String head, String tail) {}

    /** Lines on that shell's standard output. */
    public LiveLines(Shell shell) {
        this.shell = shell;
    }

    /** Whether they can be drawn there at all. */
    public static boolean on(Shell shell) {
        return shell.screen().out() && !shell.variable("TERM").equals("dumb");
    }

    /** Draws the lines where the ones before were. */
    public void draw(List<Line> lines) {
        // In the last column, terminals differ in where the next character goes.
        int columns = shell.screen().columns().getAsInt() - 1;
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        for (Line line : lines) {
            text.append("\r\u001b[2K").append(fitted(line, columns)).append('\n');
        }
        drawn = lines.size();
        shell.out().print(text);
        shell.out().flush();
    }

    private static String fitted(Line line, int columns) {
        String head = Width.clipped(Width.printable(line.head()), columns);
        int left = columns - Width.of(head) - GAP;
        String tail = Width.printable(line.tail());
        return left < 1 || tail.isEmpty() ? head : head + " ".repeat(GAP) + Width.tail(tail, left);
    }

    /** The text without control characters. */
    public static String printable(String text) {
        return Width.printable(text);
    }

    /** The text in that many columns: cut, or followed by spaces. */
    public static String column(String text, int columns) {
        return Width.padded(Width.clipped(Width.printable(text), columns), columns);
    }
}
