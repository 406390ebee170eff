// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** What a person reads where Java would name its classes: the same words for options, files and their fields. */
public final class Words {
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,12}(\\.\\d{1,12})?");

    private Words() {}

    /** Makes a command and all below it say in words which values its options take. */
    public static void teach(CommandLine command) {
        CommandLine.ITypeConverter<Integer> whole = text -> Math.toIntExact(whole(text, Integer.MAX_VALUE));
        command.registerConverter(Integer.class, whole);
        command.registerConverter(int.class, whole);
        command.registerConverter(Long.class, text -> whole(text, Long.MAX_VALUE));
        command.registerConverter(long.class, text -> whole(text, Long.MAX_VALUE));
        command.registerConverter(Double.class, Words::decimal);
        command.registerConverter(double.class, Words::decimal);
        command.registerConverter(Instant.class, text -> time(text, Instant::parse, Instant.class));
        command.registerConverter(LocalDate.class, text -> time(text, LocalDate::parse, LocalDate.class));
        enums(command.getCommandSpec()).forEach(type -> teach(command, type));
    }

    private static <T> T time(String text, Function<String, T> parser, Class<T> type) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException notOne) {
            throw wrong(text, type);
        }
    }

    private static long whole(String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (Math.abs(number) <= most) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            // Said below.
        }
        throw wrong(text, Long.class);
    }

    /** As people write one: Java reads {@code 1d} and {@code NaN}, too. */
    private static double decimal(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw wrong(text, Double.class);
        }
        return Double.parseDouble(text);
    }

    private static <E> void teach(CommandLine command, Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        command.registerConverter(
                type,
                text -> constants.stream()
                        .filter(constant -> word(constant).equalsIgnoreCase(text))
                        .findFirst()
                        .orElseThrow(() -> wrong(text, type)));
    }

    private static List<Class<?>> enums(CommandSpec command) {
        List<Class<?>> own = command.args().stream()
                .<Class<?>>flatMap(argument -> Arrays.stream(argument.auxiliaryTypes()))
                .filter(Class::isEnum)
                .toList();
        List<Class<?>> below = command.subcommands().values().stream()
                .flatMap(sub -> enums(sub.getCommandSpec()).stream())
                .toList();
        return Stream.concat(own.stream(), below.stream()).distinct().toList();
    }

    private static TypeConversionException wrong(String text, Class<?> type) {
        return new TypeConversionException("'" + text + "' is not " + value(type));
    }

    /** The values of a type: {@code a whole number}, {@code one of voice, text}. */
    static String value(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants()).map(Words::word).collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == LocalDate.class) {
            return "a day such as 2027-01-01";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time such as 2027-01-01T00:00:00Z";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return CharSequence.class.isAssignableFrom(type) ? "text" : "a JSON object";
    }

    private static String word(Object constant) {
        return constant.toString().toLowerCase(Locale.ROOT);
    }

    /** Why a file could not be read or written. */
    public static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException none -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other
            when other.getReason() != null -> other.getReason().toLowerCase(Locale.ROOT);
            default -> {
                String said = String.valueOf(failed.getMessage());
                yield said.contains("Exception") || said.equals("null") ? "it cannot be used" : said;
            }
        };
    }
}
