// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * JSON as stored in the database: read by nodes one version older and one version newer than its writer (E6).
 *
 * <p>Reading is tolerant: an unknown field is ignored, a missing one is null, and a value unknown to this version (a
 * new enum constant, another type) is {@link UnreadableStored}, which a loop over rows skips and logs. Writing keeps
 * what it does not understand: {@link #updated}.
 *
 * <p>Only a store's own private records go through here, each field with an explicit {@code @JsonProperty} name:
 * renaming a component must not change what is stored. Domain values and wire records never do.
 */
public final class StoredJson {
    /** Any length of strings: what is stored was bounded when it came in, or is a model's answer. */
    private static final ObjectMapper MAPPER = Json.longMapper()
            .copy()
            .setDefaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false);

    private StoredJson() {}

    /** A stored record as JSON; a null component is written as null, so that an update can clear a field. */
    public static String text(Object stored) {
        try {
            return MAPPER.writeValueAsString(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot store " + stored.getClass().getName(), e);
        }
    }

    /**
     * Reads a stored record.
     *
     * @throws UnreadableStored if a value is unknown to this version
     */
    public static <T> T read(String json, Class<T> type) {
        try {
            T read = MAPPER.readValue(json, type);
            if (read == null) {
                throw new UnreadableStored(type, new IllegalArgumentException("null"));
            }
            return read;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnreadableStored(type, e);
        }
    }

    /**
     * {@code after} merged over {@code before}: fields of {@code before} unknown to {@code after}'s type are kept, at
     * every depth; array elements are matched by index.
     */
    public static String updated(String before, Object after) {
        try {
            JsonNode old = MAPPER.readTree(before);
            return MAPPER.writeValueAsString(merged(old, MAPPER.valueToTree(after)));
        } catch (JsonProcessingException e) {
            throw new UnreadableStored(after.getClass(), e);
        }
    }

    private static JsonNode merged(JsonNode before, JsonNode after) {
        if (before instanceof ObjectNode old && after instanceof ObjectNode changed) {
            ObjectNode whole = old.deepCopy();
            changed.properties()
                    .forEach(field -> whole.set(field.getKey(), merged(old.path(field.getKey()), field.getValue())));
            return whole;
        }
        if (before instanceof ArrayNode old && after instanceof ArrayNode changed) {
            ArrayNode whole = changed.arrayNode();
            for (int i = 0; i < changed.size(); i++) {
                whole.add(merged(old.path(i), changed.get(i)));
            }
            return whole;
        }
        return after;
    }
}
