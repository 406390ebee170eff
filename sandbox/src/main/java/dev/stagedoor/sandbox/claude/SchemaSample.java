// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest sensible value of a JSON Schema: the first of an enum, a short text, true, one item of a list, the
 * required fields of an object, or all of them if the schema does not say which are required.
 */
final class SchemaSample {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 32;
    private static final int MOST_ITEMS = 100;
    private static final int LONGEST = 10_000;

    private final JsonNode root;

    private SchemaSample(JsonNode root) {
        this.root = root;
    }

    /** A value of this schema. */
    static JsonNode of(JsonNode schema) {
        return new SchemaSample(schema).value(schema, "value", 0);
    }

    private JsonNode value(JsonNode schema, String name, int depth) {
        if (depth > DEEPEST) return JSON.nullNode();
        if (schema.has("const")) return schema.get("const");
        if (schema.path("enum").size() > 0) return schema.get("enum").get(0);
        if (schema.has("$ref")) return value(referenced(schema.path("$ref").asText()), name, depth + 1);
        for (String choice : List.of("anyOf", "oneOf", "allOf")) {
            if (schema.path(choice).size() > 0) return value(schema.get(choice).get(0), name, depth + 1);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, name, depth);
            case "string" -> JSON.textNode(text(schema, name));
            case "boolean" -> JSON.booleanNode(true);
            case "integer", "number" -> number(schema);
            default -> JSON.nullNode();
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isArray()) return type.path(0).asText();
        if (type.isTextual()) return type.asText();
        return schema.has("items") ? "array" : schema.has("properties") ? "object" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        List<String> names = new ArrayList<>();
        if (schema.has("required")) schema.get("required").forEach(name -> names.add(name.asText()));
        else schema.path("properties").fieldNames().forEachRemaining(names::add);
        ObjectNode object = JSON.objectNode();
        names.forEach(name -> object.set(name, value(schema.path("properties").path(name), name, depth + 1)));
        return object;
    }

    private ArrayNode array(JsonNode schema, String name, int depth) {
        ArrayNode array = JSON.arrayNode();
        int most = schema.path("maxItems").asInt(MOST_ITEMS);
        int items = Math.min(Math.max(1, schema.path("minItems").asInt(1)), Math.min(most, MOST_ITEMS));
        for (int i = 0; i < items; i++) array.add(value(schema.path("items"), name, depth + 1));
        return array;
    }

    private static String text(JsonNode schema, String name) {
        String text = "sandbox " + name.replace('_', ' ');
        int least = Math.min(schema.path("minLength").asInt(0), LONGEST);
        if (text.length() < least) text = text.repeat(least / text.length() + 1).substring(0, least);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        return text.length() <= most ? text : text.substring(0, most);
    }

    private static JsonNode number(JsonNode schema) {
        if (schema.has("minimum")) return schema.get("minimum");
        if (schema.has("exclusiveMinimum"))
            return JSON.numberNode(schema.get("exclusiveMinimum").asInt() + 1);
        if (schema.has("maximum") && schema.get("maximum").asInt() < 1) return schema.get("maximum");
        return JSON.numberNode(1);
    }

    /** Follows a reference within the schema, {@code #} or {@code #/$defs/Task}. */
    private JsonNode referenced(String reference) {
        if (reference.equals("#")) return root;
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : JSON.missingNode();
    }
}
