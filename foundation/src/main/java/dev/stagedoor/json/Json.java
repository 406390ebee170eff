// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.EnumNamingStrategies;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.stagedoor.kernel.Secret;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stagedoor's JSON: snake_case names and enum values, nulls omitted, times in ISO 8601.
 *
 * <p>Reading is strict: unknown fields, duplicate fields, a value of another type ("5" is not 5, 5.0 is not an
 * integer), trailing text, nesting below {@value #DEPTH} levels and strings above 128 KiB are refused. A record for a
 * third party's wire format has {@code @JsonIgnoreProperties(ignoreUnknown = true)}.
 */
public final class Json {
    /** How deeply arrays and objects may nest. */
    public static final int DEPTH = 32;

    private static final int LONGEST_STRING = 128 * 1024;

    private static final ObjectMapper MAPPER = build(LONGEST_STRING);

    /** For documents whose size is bounded already: any of their strings may be all of them. */
    private static final ObjectMapper LONG = build(Integer.MAX_VALUE);

    private Json() {}

    /** The shared mapper: derive readers and writers from it, do not configure it. */
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /** As {@code mapper().readerFor(type)}, for a document whose size is bounded already: its strings may be of any length. */
    public static ObjectReader longReaderFor(Class<?> type) {
        return LONG.readerFor(type);
    }

    /** As {@link #mapper()}, without a limit for the length of strings. */
    static ObjectMapper longMapper() {
        return LONG;
    }

    /** The value as UTF-8 JSON. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /** The value as JSON text. */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw unwritable(value, e);
        }
    }

    /**
     * Reads a whole value.
     *
     * @throws dev.stagedoor.kernel.Problem {@code malformed_request} if it is not JSON within the limits,
     *     {@code invalid_request} naming the field if it is not such a value
     */
    public static <T> T read(byte[] json, Class<T> type) {
        WireText.requireStorable(json);
        return JsonProblems.reading(() -> MAPPER.readValue(json, type));
    }

    /** As {@link #read(byte[], Class)}, of a text. */
    public static <T> T read(String json, Class<T> type) {
        return JsonProblems.reading(() -> MAPPER.readValue(json, type));
    }

    private static IllegalStateException unwritable(Object value, JsonProcessingException e) {
        return new IllegalStateException("cannot write " + value.getClass().getName() + " as JSON", e);
    }

    private static ObjectMapper build(int longestString) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxStringLength(longestString)
                        .maxNameLength(1024)
                        .maxNumberLength(64)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Jackson's own choice is buffers for each thread, and each request or stream has a thread here.
                .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                .build();
        return JsonMapper.builder(factory)
                .addModules(new JavaTimeModule(), new Jdk8Module(), house())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enumNamingStrategy(EnumNamingStrategies.SNAKE_CASE)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfigDefaults(any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .build();
    }

    /**
     * A secret has no JSON form (S1): writing one is a bug. A time is text: a bare number has no unit. A small amount is
     * written as people write it, 0.000177, not 1.77E-4.
     */
    private static SimpleModule house() {
        return new SimpleModule("house")
                .addSerializer(Double.class, new PlainNumber())
                .addSerializer(Double.TYPE, new PlainNumber())
                .addSerializer(new StdSerializer<Secret>(Secret.class) {
                    @Override
                    public void serialize(Secret secret, JsonGenerator json, SerializerProvider provider)
                            throws IOException {
                        throw new IOException("a secret is never written as JSON");
                    }
                })
                .addDeserializer(Instant.class, new StdDeserializer<>(Instant.class) {
                    @Override
                    public @Nullable Instant deserialize(JsonParser json, DeserializationContext context)
                            throws IOException {
                        if (!json.hasToken(JsonToken.VALUE_STRING)) {
                            return (Instant) context.handleUnexpectedToken(Instant.class, json);
                        }
                        Optional<Instant> time = WireTime.parse(json.getText());
                        return time.isPresent()
                                ? time.get()
                                : (Instant) context.handleWeirdStringValue(Instant.class, json.getText(), "not a time");
                    }
                });
    }

    private static final class PlainNumber extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;

        PlainNumber() {
            super(Double.class);
        }

        @Override
        public void serialize(Double number, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (number.toString().contains("E")) {
                json.writeNumber(BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
            } else {
                json.writeNumber(number);
            }
        }
    }
}
