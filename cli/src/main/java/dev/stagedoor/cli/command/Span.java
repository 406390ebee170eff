// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration as people type it: {@code 30s}, {@code 10m}, {@code 1h}, or seconds without a unit. */
public final class Span implements ITypeConverter<Duration> {
    private static final Pattern TYPED = Pattern.compile("(\\d{1,5})([smh]?)");

    @Override
    public Duration convert(String text) {
        Matcher typed = TYPED.matcher(text);
        if (!typed.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration such as 30s, 10m or 1h");
        }
        long count = Long.parseLong(typed.group(1));
        return switch (typed.group(2)) {
            case "h" -> Duration.ofHours(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofSeconds(count);
        };
    }

    /** In seconds, as the API takes it; null if it was not given. */
    public static @Nullable Integer seconds(@Nullable Duration given) {
        return given == null ? null : Math.toIntExact(given.toSeconds());
    }
}
