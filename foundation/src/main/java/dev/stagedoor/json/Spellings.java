// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a record that have two spellings, {@code room_name} and {@code roomName}. Jackson takes both, and the
 * last one wins without a word: an object that has both is refused.
 */
public final class Spellings {
    private final @Nullable Shape root;

    /** An object: each spelling's own field, and the shapes of the objects in its fields. */
    private record Shape(Map<String, String> fields, Map<String, Shape> inner) {
        boolean isPlain() {
            return inner.isEmpty()
                    && fields.entrySet().stream().allMatch(each -> each.getKey().equals(each.getValue()));
        }
    }

    private Spellings(@Nullable Shape root) {
        this.root = root;
    }

    /** The spellings in a type, at every depth. */
    public static Spellings of(Class<?> type) {
        return new Spellings(shape(Json.mapper().constructType(type), Json.DEPTH));
    }

    private static @Nullable Shape shape(JavaType type, int depth) {
        JavaType object = type.isCollectionLikeType() || type.isArrayType() ? type.getContentType() : type;
        if (!object.getRawClass().isRecord() || depth == 0) {
            return null;
        }
        DeserializationConfig config = Json.mapper().getDeserializationConfig();
        BeanDescription bean = config.introspect(object);
        Map<String, String> fields = new HashMap<>();
        Map<String, Shape> inner = new HashMap<>();
        for (BeanPropertyDefinition property : bean.findProperties()) {
            fields.put(property.getName(), property.getName());
            property.findAliases().forEach(alias -> fields.put(alias.getSimpleName(), property.getName()));
            Shape below = shape(property.getPrimaryType(), depth - 1);
            if (below != null) {
                inner.put(property.getName(), below);
            }
        }
        Shape shape = new Shape(fields, inner);
        return shape.isPlain() ? null : shape;
    }

    /**
     * Refuses a document that gives a field in two spellings, naming both.
     *
     * @throws Problem {@code invalid_request}; {@code malformed_request} if it is not JSON
     */
    public void requireOne(byte[] json) {
        Shape shape = root;
        if (shape != null) {
            JsonProblems.reading(() -> {
                try (JsonParser parser = Json.longMapper().createParser(json)) {
                    value(parser, parser.nextToken(), shape, "");
                }
                return true;
            });
        }
    }

    private static void value(JsonParser parser, @Nullable JsonToken token, @Nullable Shape shape, String path)
            throws IOException {
        if (token == JsonToken.START_ARRAY) {
            for (JsonToken next = parser.nextToken(); isInside(next); next = parser.nextToken()) {
                value(parser, next, shape, path);
            }
        } else if (token == JsonToken.START_OBJECT && shape != null) {
            object(parser, shape, path);
        } else if (token == JsonToken.START_OBJECT) {
            parser.skipChildren();
        }
    }

    private static boolean isInside(@Nullable JsonToken token) {
        return token != null && token != JsonToken.END_ARRAY && token != JsonToken.END_OBJECT;
    }

    private static void object(JsonParser parser, Shape shape, String path) throws IOException {
        Map<String, String> given = new HashMap<>();
        while (isInside(parser.nextToken())) {
            String name = parser.currentName();
            String field = shape.fields().getOrDefault(name, name);
            String before = given.put(field, name);
            if (before != null && !before.equals(name)) {
                throw Problem.invalid(path + name, "is given twice, as " + before + " and as " + name);
            }
            value(parser, parser.nextToken(), shape.inner().get(field), path + field + '.');
        }
    }
}
