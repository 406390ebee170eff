// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.client.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Stagedoor's JSON: snake_case names and enum values, nulls omitted, times in ISO 8601. Unknown fields are ignored and
 * unknown enum values read as null, since a client is often older than its server.
 */
public final class WireJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(32 * 1024 * 1024)
                            .maxNumberLength(64)
                            .build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .addModules(new JavaTimeModule(), numbers())
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private WireJson() {}

    /** A small amount as people write it: 0.000177, not 1.77E-4. */
    private static SimpleModule numbers() {
        StdSerializer<Double> plain = new StdSerializer<>(Double.class) {
            @Override
            public void serialize(Double number, JsonGenerator json, SerializerProvider provider) throws IOException {
                if (number.toString().contains("E")) {
                    json.writeNumber(
                            BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
                } else {
                    json.writeNumber(number);
                }
            }
        };
        return new SimpleModule("numbers").addSerializer(Double.class, plain).addSerializer(Double.TYPE, plain);
    }

    /** The shared mapper: derive readers and writers from it, do not configure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }
}
