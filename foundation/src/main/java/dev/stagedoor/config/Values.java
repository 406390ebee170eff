// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.config;

import dev.stagedoor.kernel.DataSize;
import dev.stagedoor.kernel.Secret;
import dev.stagedoor.kernel.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Converts text to values. Errors do not quote the text, which may be a misplaced secret. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s?(ms|s|m|h|d)");

    private Values() {}

    /** Whether a type is read from a single text, even if it is a record. */
    static boolean isValue(Class<?> type) {
        return !type.isRecord() || Arrays.stream(type.getMethods()).anyMatch(Values::isParse);
    }

    private static boolean isParse(Method method) {
        return method.getName().equals("parse")
                && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class});
    }

    /** The element type of an {@code Optional}. */
    static Optional<Type> optional(Type type) {
        return argument(type, Optional.class);
    }

    /** The element type of a {@code List}. */
    static Optional<Type> list(Type type) {
        return argument(type, List.class);
    }

    private static Optional<Type> argument(Type type, Class<?> holder) {
        return type instanceof ParameterizedType generic && generic.getRawType() == holder
                ? Optional.of(generic.getActualTypeArguments()[0])
                : Optional.empty();
    }

    /** The value of a found text; throws IllegalArgumentException saying what is allowed. */
    static Object of(Type type, Found found, Setting bounds) {
        Optional<Type> element = list(type);
        if (element.isPresent()) {
            List<String> texts =
                    found.isList() ? found.texts() : split(found.texts().getFirst());
            return texts.stream().map(text -> one(element.get(), text, bounds)).toList();
        }
        if (found.isList()) {
            throw new IllegalArgumentException("must be a single value, not a list");
        }
        return one(optional(type).orElse(type), found.texts().getFirst(), bounds);
    }

    private static List<String> split(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private static Object one(Type type, String text, Setting bounds) {
        if (type == String.class) {
            return text;
        }
        if (type == Secret.class) {
            return Secret.of(text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return bool(text);
        }
        if (type == int.class || type == Integer.class) {
            return (int) number(text, bounds, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return number(text, bounds, Long.MAX_VALUE);
        }
        if (type == Duration.class) {
            return duration(text, bounds);
        }
        if (type == DataSize.class) {
            return size(text, bounds);
        }
        return named(type, text);
    }

    private static Object named(Type type, String text) {
        if (type == Path.class) {
            return orRefused(() -> Path.of(text), "must be a file name");
        }
        if (type == URI.class) {
            return orRefused(() -> URI.create(text), "must be a URL");
        }
        if (type instanceof Class<?> words && words.isEnum()) {
            return word(words, text);
        }
        return parsed((Class<?>) type, text);
    }

    /** Java's own messages quote the text, and speak of classes. */
    private static Object orRefused(Supplier<Object> read, String otherwise) {
        try {
            return read.get();
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(otherwise, refused);
        }
    }

    private static Object word(Class<?> words, String text) {
        List<Object> constants = List.of(words.getEnumConstants());
        return constants.stream()
                .filter(constant -> Key.word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + constants.stream().map(Key::word).collect(Collectors.joining(", "))));
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("must be true or false");
        };
    }

    private static long number(String text, Setting bounds, long most) {
        long greatest = Math.min(bounds.max(), most);
        String range = "must be a whole number from " + bounds.min() + " to " + greatest;
        try {
            return within(Long.parseLong(text), bounds.min(), greatest, range);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(range, e);
        }
    }

    private static long within(long value, long least, long greatest, String otherwise) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(otherwise);
        }
        return value;
    }

    private static Duration duration(String text, Setting bounds) {
        Matcher form = DURATION.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("must be a duration such as 500ms, 10s, 5m, 1h or 7d");
        }
        long count = Long.parseLong(form.group(1));
        Duration value = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        within(
                value.toMillis(),
                bounds.min(),
                bounds.max(),
                "must be from " + written(bounds.min()) + " to " + written(bounds.max()));
        return value;
    }

    private static DataSize size(String text, Setting bounds) {
        DataSize size = DataSize.parse(text);
        within(
                size.bytes(),
                bounds.min(),
                bounds.max(),
                "must be from " + new DataSize(bounds.min()) + " to " + new DataSize(bounds.max()));
        return size;
    }

    /** A duration in milliseconds, as written in a file: {@code 2m}. */
    static String written(long millis) {
        Duration duration = Duration.ofMillis(millis);
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        if (millis == 0 || duration.toSeconds() % 60 != 0) {
            return duration.toSeconds() + "s";
        }
        if (duration.toMinutes() % 60 != 0) {
            return duration.toMinutes() + "m";
        }
        return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
    }

    /** One of our own types that parses itself: {@code static parse(String)}. */
    private static Object parsed(Class<?> type, String text) {
        try {
            return type.getMethod("parse", String.class).invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + ".parse failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is no type of a configuration value", e);
        }
    }
}
