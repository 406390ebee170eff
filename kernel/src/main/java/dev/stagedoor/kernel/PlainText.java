package dev.stagedoor.kernel;

import java.nio.charset.StandardCharsets;

/** Text from outside that people will read: bounded, and without characters that hide, break lines or cannot be stored. */
public final class PlainText {
    private PlainText() {}

    /**
     * The text, if it may be used.
     *
     * @param field   what the refusal names
     * @param longest the most bytes it may have in UTF-8
     * @throws Problem {@code invalid_request} if it is blank, too long, or holds a control character (NUL and line breaks
     *     among them) or half a surrogate pair
     */
    public static String checked(String field, String text, int longest) {
        if (text.isBlank()) {
            throw Problem.invalid(field, "must not be empty");
        }
        // Each char is a byte at least: what is far too long is not encoded first.
        if (text.length() > longest || text.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw Problem.invalid(field, "must be at most " + longest + " bytes long");
        }
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    throw Problem.invalid(field, "must not hold the character U+%04X".formatted(c));
                default -> {}
            }
        });
        return text;
    }
}
