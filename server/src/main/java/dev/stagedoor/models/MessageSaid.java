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
 * What of a message that is not streamed is ours to know, read without a tree of the rest.
 *
 * @param usage null if it does not say
 * @param stop  why it ended, in the provider's words; null if it does not say
 */
record MessageSaid(@Nullable TokenUsage usage, @Nullable String stop) {
    private static final ObjectMapper MAPPER = new ObjectMapper(MessageAsked.JSON);

    /** Reads it; fails if it is not JSON. */
    static MessageSaid of(byte[] message) throws IOException {
        try (JsonParser parser = MAPPER.createParser(message)) {
            return parser.nextToken() == JsonToken.START_OBJECT ? fields(parser) : new MessageSaid(null, null);
        }
    }

    private static MessageSaid fields(JsonParser parser) throws IOException {
        TokenUsage usage = null;
        String stop = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                JsonNode said = parser.readValueAsTree();
                usage = UsageScanner.of(said, TokenUsage.NONE);
            } else if (name.equals("stop_reason") && value == JsonToken.VALUE_STRING) {
                stop = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        return new MessageSaid(usage, stop);
    }
}
