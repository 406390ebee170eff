// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.prices;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How seconds are charged, as carriers write it: {@code 60/60}, {@code 30/6}. */
record Increment(int minimum, int step) {
    private static final Pattern TYPED = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

    /** From what was typed. */
    static final class Typed implements ITypeConverter<Increment> {
        @Override
        public Increment convert(String text) {
            Matcher typed = TYPED.matcher(text);
            if (!typed.matches()) {
                throw new TypeConversionException("'" + text + "' is not an increment such as 60/60 or 30/6");
            }
            return new Increment(Integer.parseInt(typed.group(1)), Integer.parseInt(typed.group(2)));
        }
    }
}
