// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.launch.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The part of Kubernetes' OpenAPI document that our objects need (bin/kubernetes-schema takes it out), read strictly: a field
 * that it does not know is a mistake.
 */
final class Schema {
    private final JsonNode definitions;

    private Schema(JsonNode definitions) {
        this.definitions = definitions;
    }

    static Schema read() throws IOException {
        try (InputStream file = Schema.class.getResourceAsStream("/kubernetes-schema.json")) {
            return new Schema(new ObjectMapper().readTree(Objects.requireNonNull(file)));
        }
    }

    /** What is wrong with the object. */
    List<String> findings(String definition, Object object) throws IOException {
        List<String> findings = new ArrayList<>();
        check("", new ObjectMapper().readTree(Serialization.asJson(object)), definitions.path(definition), findings);
        return findings;
    }

    private void check(String path, JsonNode value, JsonNode schema, List<String> findings) {
        if (schema.has("$ref")) {
            String name = schema.path("$ref").asText().replace("#/definitions/", "");
            check(path, value, Objects.requireNonNull(definitions.get(name), name), findings);
            return;
        }
        switch (schema.path("type").asText("any")) {
            case "object" -> object(path, value, schema, findings);
            case "array" -> value.forEach(item -> check(path + "[]", item, schema.path("items"), findings));
            // Quantities, and ports by number or name.
            case "string" ->
                require(
                        value.isTextual()
                                || (value.isInt()
                                        && schema.path("format").asText().equals("int-or-string")),
                        path,
                        findings);
            case "integer" -> require(value.isIntegralNumber(), path, findings);
            case "boolean" -> require(value.isBoolean(), path, findings);
            default -> require(schema.path("type").isMissingNode(), path, findings);
        }
    }

    private void object(String path, JsonNode value, JsonNode schema, List<String> findings) {
        require(value.isObject(), path, findings);
        schema.path("required")
                .forEach(name -> require(value.has(name.asText()), path + "." + name.asText(), findings));
        value.fieldNames().forEachRemaining(name -> {
            JsonNode field = schema.path("properties").has(name)
                    ? schema.path("properties").path(name)
                    : schema.path("additionalProperties");
            if (field.isMissingNode()) {
                findings.add(path + "." + name + " is unknown");
            } else {
                check(path + "." + name, value.path(name), field, findings);
            }
        });
    }

    private static void require(boolean isRight, String path, List<String> findings) {
        if (!isRight) {
            findings.add(path + " is wrong or missing");
        }
    }
}
