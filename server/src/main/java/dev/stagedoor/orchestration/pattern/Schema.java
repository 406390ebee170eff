// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** Builds the JSON Schema of an object whose fields are all required. */
final class Schema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Schema() {}

    static ObjectNode object() {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        schema.putObject("properties");
        schema.putArray("required");
        return schema.put("additionalProperties", false);
    }

    /** The object with one more required field. */
    static ObjectNode with(ObjectNode object, String name, JsonNode field) {
        object.withObject("/properties").set(name, field);
        object.withArray("/required").add(name);
        return object;
    }

    static ObjectNode bool(String description) {
        return JSON.objectNode().put("type", "boolean").put("description", description);
    }

    static ObjectNode text(String description) {
        return JSON.objectNode().put("type", "string").put("description", description);
    }

    static ObjectNode oneOf(Collection<String> names, String description) {
        ObjectNode field = text(description);
        names.forEach(field.putArray("enum")::add);
        return field;
    }

    static ObjectNode list(JsonNode items, int most, String description) {
        ObjectNode field = JSON.objectNode().put("type", "array").put("description", description);
        field.put("minItems", 1).put("maxItems", most).set("items", items);
        return field;
    }
}
