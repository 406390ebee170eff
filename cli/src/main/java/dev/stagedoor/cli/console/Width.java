// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.console;

/** The width of text in terminal columns. */
final class Width {
    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /** Unicode's East Asian Width, for scripts that names are written in; combining marks have no width. */
    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }

    /** The text without control characters, since it may come from anybody. */
    static String printable(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean control = Character.isISOControl(c) || bidirectional(c);
            shown.appendCodePoint(control ? (c == '\n' || c == '\t' ? ' ' : '\ufffd') : c);
        });
        return shown.toString();
    }

    private static boolean bidirectional(int c) {
        return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }

    /** The text cut to a number of columns, with an ellipsis if truncated. */
    static String clipped(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            if (used + of(c) > columns - 1) {
                break;
            }
            kept.appendCodePoint(c);
            used += of(c);
        }
        return kept.append('…').toString();
    }

    /** The end of the text, as much as fits a number of columns, with an ellipsis if truncated. */
    static String tail(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int used = 0;
        int[] all = text.codePoints().toArray();
        for (int i = all.length - 1; i >= 0 && used + of(all[i]) <= columns - 1; i--) {
            kept.insert(0, Character.toString(all[i]));
            used += of(all[i]);
        }
        return columns < 1 ? "" : "…" + kept;
    }

    static String padded(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }
}
