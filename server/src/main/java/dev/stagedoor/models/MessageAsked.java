// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.stagedoor.kernel.ErrorCode;
import dev.stagedoor.kernel.Problem;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What of a message's request is ours to know. It is read without a tree of it, and passed on as it was sent; that is why no
 * field may come twice, of which the provider might take the other one.
 */
record MessageAsked(String model, boolean stream, long maxTokens) {
    private static final int DEPTH = 200;
    private static final int LONGEST_NAME = 1_000;
    private static final Set<String> OURS = Set.of("model", "stream", "max_tokens");

    /** For messages, which may be nested deeper than our own JSON, and longer. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(32 << 20)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .build();

    /** Reads it; {@code malformed_request} if it is not a JSON object, {@code invalid_request} naming a field. */
    static MessageAsked of(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The body must be a JSON object.");
            }
            MessageAsked asked = fields(parser);
            if (parser.nextToken() != null) {
                throw Problem.of(ErrorCode.MALFORMED_REQUEST, "Something follows the JSON object.");
            }
            return asked;
        } catch (IOException e) {
            throw Problem.of(ErrorCode.MALFORMED_REQUEST, "The body is not valid JSON.");
        }
    }

    private static MessageAsked fields(JsonParser parser) throws IOException {
        Set<String> seen = new HashSet<>();
        String model = "";
        boolean stream = false;
        long maxTokens = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            requireOnce(name, seen);
            JsonToken value = parser.nextToken();
            switch (name) {
                case "model" -> model = string(parser, value);
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "max_tokens" -> maxTokens = whole(parser, value);
                default -> parser.skipChildren();
            }
        }
        return new MessageAsked(model, stream, maxTokens);
    }

    /** Some servers read names whatever their case, and take the last one. */
    private static void requireOnce(String name, Set<String> seen) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!seen.add(lower)) {
            throw Problem.invalid(name, "is given twice");
        }
        if (!name.equals(lower) && OURS.contains(lower)) {
            throw Problem.invalid(name, "is spelled " + lower);
        }
    }

    private static String string(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw Problem.invalid("model", "must be a string");
        }
        return parser.getText();
    }

    private static long whole(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw Problem.invalid("max_tokens", "must be a whole number");
        }
        return parser.getLongValue();
    }

    /** Refuses what the lease does not permit. */
    void require(String leased, int most) {
        if (!model.equals(leased)) {
            throw Problem.of(ErrorCode.FORBIDDEN, "model: this lease is for the model " + leased + " only");
        }
        if (maxTokens > most) {
            throw Problem.invalid("max_tokens", "must not be greater than " + most);
        }
    }
}
