// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.livekit.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The readers of this library: bounded in depth, strict about what is no JSON, lenient about what LiveKit may add. */
public final class WireJson {
    /** Deepest nesting taken; LiveKit's own messages stay below ten. */
    public static final int DEEPEST = 64;

    /** Answers of the server API: snake_case, numbers of 64 bits as strings. */
    public static final JsonMapper ANSWERS = lenient()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /** Webhook bodies: lowerCamelCase, unset fields left out. */
    public static final JsonMapper WEBHOOKS = lenient().build();

    /** Trees that must not say a thing twice, nor anything after their end. */
    public static final JsonMapper STRICT = JsonMapper.builder(factory(true))
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private WireJson() {}

    private static JsonMapper.Builder lenient() {
        return JsonMapper.builder(factory(false))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS);
    }

    private static JsonFactory factory(boolean noDuplicates) {
        var constraints = StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(64)
                .build();
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, noDuplicates)
                .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION, false)
                .build();
    }
}
