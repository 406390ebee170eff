// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.api.text;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for names and other single lines that people see: what is shown is what is there. Line breaks would forge
 * lines of lists and logs, bidirectional controls reorder the text around a name, and invisible characters make two
 * names look the same.
 */
public final class ShownText implements ConstraintValidator<Shown, CharSequence> {
    /** The rule, as a refusal says it. */
    public static final String RULE =
            "must not contain line breaks, control characters, text direction controls or invisible characters";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    /** Whether the text obeys the rule; null does. */
    public static boolean isClear(@Nullable CharSequence text) {
        if (text == null) {
            return true;
        }
        int before = 0;
        for (int at = 0; at < text.length(); ) {
            int here = Character.codePointAt(text, at);
            at += Character.charCount(here);
            int after = at < text.length() ? Character.codePointAt(text, at) : 0;
            if (isJoiner(here) ? !joins(before, after) : isHidden(here)) {
                return false;
            }
            before = here;
        }
        return true;
    }

    /** Emoji, Persian and Indic scripts are written with joiners; between other characters nobody could see them. */
    private static boolean joins(int before, int after) {
        return before > 0x7f && after > 0x7f && !isJoiner(after) && !isHidden(after);
    }

    private static boolean isJoiner(int codePoint) {
        return codePoint == ZERO_WIDTH_NON_JOINER || codePoint == ZERO_WIDTH_JOINER;
    }

    /** Controls, line breaks, bidirectional controls, zero-width characters, tags, and half of a surrogate pair. */
    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> isBlankFiller(codePoint);
        };
    }

    /** Letters and marks that have no shape: Hangul fillers, the combining grapheme joiner. */
    private static boolean isBlankFiller(int codePoint) {
        return codePoint == 0x034f
                || codePoint == 0x115f
                || codePoint == 0x1160
                || codePoint == 0x3164
                || codePoint == 0xffa0;
    }

    @Override
    public boolean isValid(@Nullable CharSequence value, ConstraintValidatorContext context) {
        return isClear(value);
    }
}
