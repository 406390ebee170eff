// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.stagedoor.budgets.TokenUsage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What of a message, or of an event of a streamed one, is ours to know, read without a tree of the rest.
 *
 * @param usage null if it does not say
 * @param stop  why it ended, in the provider's words; null if it does not say
 */
record MessageSaid(@Nullable TokenUsage usage, @Nullable String stop) {
    private static final ObjectMapper MAPPER = new ObjectMapper(MessageAsked.JSON);
    private static final MessageSaid NOTHING = new MessageSaid(null, null);

    /** Reads it; fails if it is not JSON. */
    static MessageSaid of(byte[] message) throws IOException {
        return of(message, 0, message.length, TokenUsage.NONE);
    }

    /** Reads it, or an event; what a usage does not say is as it was before. */
    static MessageSaid of(byte[] bytes, int from, int length, TokenUsage before) throws IOException {
        try (JsonParser parser = MAPPER.createParser(bytes, from, length)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? fields(parser, before) : NOTHING;
        }
    }

    private static MessageSaid fields(JsonParser parser, TokenUsage before) throws IOException {
        MessageSaid said = NOTHING;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            said = said.with(name, parser.nextToken(), parser, before);
        }
        return said;
    }

    private MessageSaid with(String name, JsonToken value, JsonParser parser, TokenUsage before) throws IOException {
        boolean object = value == JsonToken.START_OBJECT;
        if (name.equals("usage") && object) {
            return new MessageSaid(usage(parser.readValueAsTree(), before), stop);
        }
        if (name.equals("stop_reason") && value == JsonToken.VALUE_STRING) {
            return new MessageSaid(usage, parser.getText());
        }
        // The events message_start and message_delta carry the beginning and the end of a message in a field.
        if (object && (name.equals("message") || name.equals("delta"))) {
            MessageSaid inside = fields(parser, before);
            return new MessageSaid(
                    inside.usage == null ? usage : inside.usage, inside.stop == null ? stop : inside.stop);
        }
        parser.skipChildren();
        return this;
    }

    private static TokenUsage usage(JsonNode usage, TokenUsage before) {
        return TokenUsage.told(
                usage.path("input_tokens").asLong(before.input()),
                usage.path("output_tokens").asLong(before.output()),
                usage.path("cache_creation_input_tokens").asLong(before.cacheWritten()),
                usage.path("cache_read_input_tokens").asLong(before.cacheRead()));
    }
}
