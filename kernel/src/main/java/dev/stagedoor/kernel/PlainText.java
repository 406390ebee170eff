// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.kernel;

import java.nio.charset.StandardCharsets;

/** Untrusted text that people will read: bounded, and free of control characters, line breaks and unpaired surrogates. */
public final class PlainText {
    private PlainText() {}

    /**
     * Returns the text if it is acceptable.
     *
     * @param field   the field that the problem names
     * @param longest the maximum length in UTF-8 bytes
     * @throws Problem {@code invalid_request} if it is blank, too long, or contains a control character (including NUL and line
     *     breaks) or an unpaired surrogate
     */
    public static String checked(String field, String text, int longest) {
        if (text.isBlank()) {
            throw Problem.invalid(field, "must not be empty");
        }
        // Each char is at least one byte, so text that is far too long is not encoded first.
        if (text.length() > longest || text.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw Problem.invalid(field, "must be at most " + longest + " bytes long");
        }
        text.codePoints().filter(c -> !isReadable(c)).findFirst().ifPresent(c -> {
            throw Problem.invalid(field, "must not contain the character U+%04X".formatted(c));
        });
        return text;
    }

    private static boolean isReadable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> isStorable(c);
        };
    }

    /** Whether PostgreSQL can store the text: it has neither NUL nor an unpaired surrogate, which has no UTF-8 form. */
    public static boolean isStorable(String text) {
        // Without a stream: every text of every audit entry comes this way.
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!isStorable(text.codePointAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStorable(int c) {
        return c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
    }
}
