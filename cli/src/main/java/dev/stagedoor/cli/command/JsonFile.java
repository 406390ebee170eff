// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.cli.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.api.text.Nearest;
import dev.stagedoor.cli.console.Shell;
import dev.stagedoor.client.http.WireJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads an API record from a file, or from standard input for {@code -}. */
public final class JsonFile {
    /** A run's images may be as large as the provider takes a request. */
    private static final int MOST = 32 * 1024 * 1024;

    private JsonFile() {}

    /** Reads strictly: fields that the API does not know are an error, which names all of them. */
    public static <T> T read(Shell shell, Path name, Class<T> type) {
        return read(shell, name, json -> parsed(json, name, type));
    }

    /** As {@link #read(Shell, Path, Class)}, where the object itself says which record it is: {@code type} reads and removes that. */
    public static <T> T readTyped(Shell shell, Path name, Function<ObjectNode, Class<? extends T>> type) {
        return read(shell, name, json -> {
            if (!(WireJson.mapper().readTree(json) instanceof ObjectNode object)) {
                throw new UsageException(name + " must contain a JSON object");
            }
            Class<? extends T> record = type.apply(object);
            return parsed(WireJson.mapper().writeValueAsBytes(object), name, record);
        });
    }

    private interface Reading<T> {
        T of(byte[] json) throws IOException;
    }

    private static <T> T read(Shell shell, Path name, Reading<T> reading) {
        boolean piped = name.toString().equals("-");
        try (InputStream in = piped ? shell.in() : Files.newInputStream(shell.file(name))) {
            byte[] json = in.readNBytes(MOST + 1);
            if (json.length > MOST) {
                throw new UsageException(name + " is longer than " + MOST + " bytes");
            }
            return reading.of(json);
        } catch (JsonProcessingException e) {
            throw new UsageException(name + ": " + problem(e));
        } catch (IOException e) {
            throw new UsageException("cannot read " + name + ": " + Words.reason(e));
        }
    }

    private static <T> T parsed(byte[] json, Path name, Class<T> type) throws IOException {
        Unknown unknown = new Unknown();
        T value = WireJson.mapper()
                .readerFor(type)
                .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .without(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .withHandler(unknown)
                .readValue(json);
        if (!unknown.fields.isEmpty()) {
            throw new UsageException(name + ": " + String.join("\n  ", unknown.fields));
        }
        if (value == null) {
            throw new UsageException(name + " must contain a JSON object");
        }
        return value;
    }

    /** Collects the fields that nothing takes, each with the one that may have been meant. */
    private static final class Unknown extends DeserializationProblemHandler {
        private final List<String> fields = new ArrayList<>();

        @Override
        public boolean handleUnknownProperty(
                DeserializationContext context,
                JsonParser parser,
                JsonDeserializer<?> deserializer,
                Object bean,
                String property)
                throws IOException {
            // The parser may be anywhere inside the field's value by now.
            String at = parser.getParsingContext().pathAsPointer().toString();
            int end = at.lastIndexOf('/' + property);
            String path = end < 0
                    ? property
                    : at.substring(1, end + 1 + property.length()).replace('/', '.');
            fields.add("unknown field " + path + meant(property, deserializer.getKnownPropertyNames()));
            parser.skipChildren();
            return true;
        }

        private static String meant(String given, @Nullable Collection<Object> known) {
            List<String> names = known == null
                    ? List.of()
                    : known.stream().map(String::valueOf).toList();
            return Nearest.to(given, names)
                    .map(nearest -> "; did you mean " + nearest + "?")
                    .orElse("");
        }
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            String path = path(mismatch);
            return (path.isEmpty() ? "the file" : path) + " must be " + Words.value(mismatch.getTargetType());
        }
        String place =
                e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
        return "not valid JSON" + place;
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
