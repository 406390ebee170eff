// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.http.documents;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule;
import com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationOption;
import dev.stagedoor.json.Json;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** JSON Schemas of wire records, from the same annotations that validate a request. */
final class Schemas {
    private static final NamingBase WIRE = (NamingBase) PropertyNamingStrategies.SNAKE_CASE;

    private final SchemaBuilder builder = new SchemaGenerator(configuration().build()).buildMultipleSchemaDefinitions();

    /** A reference to the record's schema; its definition is in {@link #definitions}. */
    ObjectNode reference(Class<?> type) {
        return builder.createSchemaReference(type);
    }

    /** All referenced schemas, by name. Call this last. */
    ObjectNode definitions() {
        ObjectNode definitions = builder.collectDefinitions("components/schemas");
        definitions.findParents("pattern").forEach(Schemas::anchor);
        return definitions;
    }

    /** A constraint's regex matches the whole text; a JSON Schema pattern matches any part of it unless anchored. */
    private static void anchor(JsonNode schema) {
        if (schema instanceof ObjectNode node && node.get("pattern") instanceof TextNode expression) {
            node.put("pattern", "^(?:" + expression.textValue() + ")$");
        }
    }

    private static SchemaGeneratorConfigBuilder configuration() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        Json.mapper().copy(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule(
                        JacksonOption.IGNORE_PROPERTY_NAMING_STRATEGY, JacksonOption.SKIP_SUBTYPE_LOOKUP))
                .with(new JakartaValidationModule(JakartaValidationOption.INCLUDE_PATTERN_EXPRESSIONS))
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.STANDARD_FORMATS)
                .without(Option.SCHEMA_VERSION_INDICATOR, Option.NULLABLE_ALWAYS_AS_ANYOF);
        config.forFields()
                .withPropertyNameOverrideResolver(field -> WIRE.translate(field.getDeclaredName()))
                .withIgnoreCheck(field -> field.getAnnotation(JsonAnySetter.class) != null)
                .withRequiredCheck(Schemas::isRequired)
                .withNullableCheck(field -> false);
        config.forTypesInGeneral()
                .withDefinitionNamingStrategy(new SchemaNames())
                .withCustomDefinitionProvider(Schemas::words)
                .withCustomDefinitionProvider(Schemas::map);
        return config;
    }

    /** An enum, by its words on the wire. */
    private static @Nullable CustomDefinition words(ResolvedType type, SchemaGenerationContext context) {
        if (!type.getErasedType().isEnum()) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "string");
        ArrayNode values = schema.putArray("enum");
        for (Object constant : type.getErasedType().getEnumConstants()) {
            values.add(Json.mapper().<JsonNode>valueToTree(constant));
        }
        return inline(schema);
    }

    /** A map, inlined: it has no name of its own. */
    private static @Nullable CustomDefinition map(ResolvedType type, SchemaGenerationContext context) {
        List<ResolvedType> parameters = type.typeParametersFor(Map.class);
        if (parameters == null || parameters.isEmpty()) {
            return null;
        }
        ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "object");
        schema.set("additionalProperties", context.createDefinitionReference(parameters.getLast()));
        return inline(schema);
    }

    private static CustomDefinition inline(ObjectNode schema) {
        return new CustomDefinition(
                schema, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES);
    }

    /** What may not be null is required: nulls are left out of answers, and requests are checked for them. */
    private static boolean isRequired(FieldScope field) {
        return Stream.<Class<? extends Annotation>>of(NotNull.class, NotBlank.class, NotEmpty.class)
                        .anyMatch(constraint -> field.getAnnotation(constraint) != null)
                || !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class);
    }
}
