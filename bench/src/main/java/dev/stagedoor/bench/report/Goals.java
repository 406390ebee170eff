// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.bench.report;

/** Figures beside their goals. */
public final class Goals {
    private final MarkdownTable table = new MarkdownTable("figure", "goal", "now");

    /** A figure that should not be larger. */
    public Goals atMost(String figure, double goal, double now, String unit) {
        return row(figure, "≤ " + number(goal) + unit, number(now) + unit, now <= goal);
    }

    /** A figure that should not be smaller. */
    public Goals atLeast(String figure, double goal, double now, String unit) {
        return row(figure, "≥ " + number(goal) + unit, number(now) + unit, now >= goal);
    }

    private Goals row(String figure, String goal, String now, boolean met) {
        table.row(figure, goal, met ? now : now + ": missed");
        return this;
    }

    private static String number(double value) {
        return value >= 20 || value == Math.rint(value) ? Text.whole(value) : Text.hundredths(value);
    }

    @Override
    public String toString() {
        return table.toString();
    }
}
