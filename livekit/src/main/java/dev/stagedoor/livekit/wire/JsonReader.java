// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object as LiveKit's Go code does: claims' names without regard to case, messages' names
 * in camelCase or snake_case, null as unset. What has a wrong type is told to {@code wrong} and then taken as unset.
 */
public final class JsonReader {
    private static final Pattern SNAKE = Pattern.compile("_([a-z0-9])");

    private final boolean protobuf;
    private final String path;
    private final Consumer<String> wrong;
    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private final Map<String, String> spelled = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private JsonReader(String path, JsonNode object, boolean protobuf, Consumer<String> wrong) {
        this.protobuf = protobuf;
        this.path = path;
        this.wrong = wrong;
        object.properties().forEach(field -> add(field.getKey(), field.getValue()));
    }

    /** Reads {@code node}, which should be an object; {@code path} names it in what is told to {@code wrong}. */
    public static JsonReader of(String path, JsonNode node, Consumer<String> wrong) {
        return of(path, node, false, wrong);
    }

    private static JsonReader of(String path, JsonNode node, boolean protobuf, Consumer<String> wrong) {
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            wrong.accept(path + " is not an object");
        }
        return new JsonReader(path, node, protobuf, wrong);
    }

    private void add(String name, JsonNode value) {
        var folded = fold(name);
        if (fields.put(folded, value) != null) {
            wrong.accept(path + at(name) + " is there twice");
        }
        spelled.put(folded, name);
    }

    /** Case does not count in Go's JSON; protojson takes lowerCamelCase and snake_case, and nothing else. */
    private String fold(String name) {
        return protobuf
                ? SNAKE.matcher(name).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT))
                : name.toLowerCase(Locale.ROOT);
    }

    private String at(String name) {
        return path.isEmpty() ? name : "." + name;
    }

    private String tell(String name) {
        return path + at(name);
    }

    private @Nullable JsonNode field(String name) {
        var folded = fold(name);
        known.add(folded);
        var node = fields.get(folded);
        return node == null || node.isNull() ? null : node;
    }

    private <T> @Nullable T typed(String name, String type, Function<JsonNode, @Nullable T> convert) {
        var node = field(name);
        if (node == null) {
            return null;
        }
        var value = convert.apply(node);
        if (value == null) {
            wrong.accept(tell(name) + " is not " + type);
        }
        return value;
    }

    public @Nullable String text(String name) {
        return typed(name, "a text", node -> node.isTextual() ? node.asText() : null);
    }

    public @Nullable Boolean bool(String name) {
        return typed(name, "true or false", node -> node.isBoolean() ? node.asBoolean() : null);
    }

    public boolean flag(String name) {
        return Boolean.TRUE.equals(bool(name));
    }

    /** A whole number from 0 to 2^31 - 1, also written as text, as protojson allows; 0 when unset. */
    public int count(String name) {
        Integer value = typed(name, "a whole number", JsonReader::whole);
        return value == null ? 0 : value;
    }

    private static @Nullable Integer whole(JsonNode node) {
        var text = node.isTextual() || node.isIntegralNumber() ? node.asText() : "";
        if (!text.matches("[0-9]{1,10}")) {
            return null;
        }
        long value = Long.parseLong(text);
        return value > Integer.MAX_VALUE ? null : (int) value;
    }

    /** The object under {@code name}; one without fields when unset. */
    public JsonReader object(String name) {
        return object(name, protobuf);
    }

    /** The protobuf message under {@code name}; one without fields when unset. */
    public JsonReader message(String name) {
        return object(name, true);
    }

    private JsonReader object(String name, boolean message) {
        var node = field(name);
        return of(tell(name), node == null ? MissingNode.getInstance() : node, message, wrong);
    }

    /** The node under {@code name}, as it is. */
    public @Nullable JsonNode node(String name) {
        return field(name);
    }

    /** The texts under {@code name}; none when unset. */
    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var element : array(name)) {
            if (element.isTextual()) {
                texts.add(element.asText());
            } else {
                wrong.accept(tell(name) + " holds something that is not a text");
            }
        }
        return texts;
    }

    /** The objects under {@code name}; none when unset. */
    public List<JsonReader> objects(String name) {
        var objects = new ArrayList<JsonReader>();
        array(name)
                .forEach(element -> objects.add(of(tell(name) + "[" + objects.size() + "]", element, protobuf, wrong)));
        return objects;
    }

    private Iterable<JsonNode> array(String name) {
        var node = field(name);
        if (node != null && !node.isArray()) {
            wrong.accept(tell(name) + " is not a list");
        }
        return node != null && node.isArray() ? node : List.of();
    }

    /** The text-to-text map under {@code name}, keys as they are; empty when unset. */
    public Map<String, String> map(String name) {
        var node = field(name);
        var map = new LinkedHashMap<String, String>();
        if (node == null) {
            return map;
        }
        if (!node.isObject()) {
            wrong.accept(tell(name) + " is not an object");
        }
        node.properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                map.put(entry.getKey(), entry.getValue().asText());
            } else {
                wrong.accept(tell(name) + " holds a value that is not a text");
            }
        });
        return map;
    }

    /** The fields that were there and that nobody asked for, with their path. */
    public List<String> unknown() {
        return spelled.entrySet().stream()
                .filter(field -> !known.contains(field.getKey()))
                .map(field -> tell(field.getValue()))
                .toList();
    }

    /** Reports something about a field in this object's name. */
    public void tell(String name, String what) {
        wrong.accept(tell(name) + " " + what);
    }
}
