// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.stagedoor.api.text.Nearest;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns Jackson's errors into messages for the sender: the field's path, and what is allowed. The value is never
 * quoted, since it may be a misplaced secret.
 */
public final class JsonProblems {
    private JsonProblems() {}

    /** Something that parses JSON. */
    @FunctionalInterface
    public interface Parse<T> {
        @Nullable
        T run() throws IOException;
    }

    /** The result of the parse; its errors become a {@code Problem}, and null is refused. */
    public static <T> T reading(Parse<T> parse) {
        try {
            T value = parse.run();
            if (value == null) {
                throw Problem.of(ErrorCode.INVALID_REQUEST, "The body must be a JSON object, not null.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw of(e);
        } catch (IOException e) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The body could not be read.")
                    .causedBy(e);
        }
    }

    static Problem of(JsonProcessingException e) {
        if (e instanceof JsonMappingException mapping
                && mapping.getCause() instanceof StreamConstraintsException bound) {
            return tooMuch(bound);
        }
        return switch (e) {
            case StreamConstraintsException bound -> tooMuch(bound);
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case InvalidFormatException format -> field(format, expected(format.getTargetType()));
            case MismatchedInputException mismatch -> mismatch(mismatch);
            case JsonMappingException mapping
            when mapping.getCause() instanceof InputCoercionException number ->
                field(mapping, expected(number.getTargetType()));
            case JsonMappingException mapping
            when mapping.getCause() instanceof IllegalArgumentException bad ->
                field(mapping, String.valueOf(bad.getMessage()));
            case JsonMappingException mapping
            when mapping.getCause() instanceof JsonProcessingException inner -> of(inner);
            case JsonMappingException mapping
            when !mapping.getPath().isEmpty() -> field(mapping, "has a value that is not allowed");
            default -> malformed(e);
        };
    }

    private static Problem unknown(UnrecognizedPropertyException e) {
        Collection<Object> ids = e.getKnownPropertyIds();
        List<String> known = ids == null
                ? List.of()
                : ids.stream().map(String::valueOf).sorted().toList();
        Optional<String> near = Nearest.to(e.getPropertyName(), known);
        return field(
                e,
                "is not a field here"
                        + near.map(name -> "; did you mean " + name + "?").orElse(""));
    }

    private static Problem mismatch(MismatchedInputException e) {
        String said = String.valueOf(e.getOriginalMessage());
        if (said.startsWith("No content") || said.startsWith("Trailing token")) {
            return malformed(e);
        }
        if (said.startsWith("Cannot map `null`")) {
            return field(e, "is required");
        }
        return field(e, expected(e.getTargetType()));
    }

    private static Problem field(JsonMappingException e, String detail) {
        String path = path(e.getPath());
        return path.isEmpty()
                ? Problem.of(ErrorCode.INVALID_REQUEST, "The body " + detail + '.')
                : Problem.invalid(path, detail);
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : references) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(step.getFieldName()));
            }
        }
        return path.toString();
    }

    /** A field's name for the reply: the sender chose it, so it is truncated and limited to visible characters. */
    public static String shown(String name) {
        String visible = name.codePoints()
                .limit(64)
                .map(c -> Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return name.length() > visible.length() ? visible + '…' : visible;
    }

    private static String expected(@Nullable Class<?> type) {
        if (type == null) {
            return "has the wrong type";
        }
        if (type.isEnum()) {
            return "must be one of " + words(type);
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "must be a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must be true or false";
        }
        if (type == double.class || type == float.class || type == Double.class) {
            return "must be a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must be a whole number within " + (type == int.class || type == Integer.class ? "32" : "64")
                    + " bits";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "must be a time such as 2026-01-31T12:00:00Z";
        }
        if (type == Duration.class) {
            return "must be a duration such as PT10S";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "must be an array" : "must be an object";
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Json.text(constant).replace("\"", ""))
                .collect(Collectors.joining(", "));
    }

    private static Problem tooMuch(StreamConstraintsException e) {
        String what = String.valueOf(e.getMessage());
        String bound = what.contains("depth")
                ? "nests deeper than " + Json.DEPTH + " levels"
                : what.contains("String") ? "has a string that is too long" : "has a name or number that is too long";
        return Problem.of(ErrorCode.MALFORMED_REQUEST, "The body " + bound + '.');
    }

    private static Problem malformed(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String said = String.valueOf(e.getOriginalMessage());
        String what = said.startsWith("Duplicate field")
                ? "The body has a field twice"
                : said.startsWith("Trailing token") ? "The body goes on after its end" : "The body is not valid JSON";
        return Problem.of(ErrorCode.MALFORMED_REQUEST, what + where + '.');
    }
}
