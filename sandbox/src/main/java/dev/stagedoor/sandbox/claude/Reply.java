// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of the model.
 *
 * @param stopSequence the sequence that ended it, or null
 */
record Reply(
        String id,
        String model,
        List<Part> parts,
        String stopReason,
        @Nullable String stopSequence,
        Usage usage) {
    /**
     * A content block, as the pieces in which it streams.
     *
     * @param tool the id and name of a tool call; null for a text
     */
    record Part(@Nullable Tool tool, List<String> pieces) {
        String whole() {
            return String.join("", pieces);
        }

        /** The same, but a text is in pieces of one word each, with the white space before it. */
        Part inWords() {
            return tool == null ? new Part(null, List.of(whole().split("(?<=\\S)(?=\\s)"))) : this;
        }
    }

    record Tool(String id, String name) {}

    /** The tokens of a message; of those written to a cache, some for five minutes and some for an hour. */
    record Usage(int input, int cachedShort, int cachedLong, int read, int output) {
        Usage withOutput(int tokens) {
            return new Usage(input, cachedShort, cachedLong, read, tokens);
        }

        ObjectNode start(int outputSoFar) {
            ObjectNode usage = counted();
            usage.putObject("cache_creation")
                    .put("ephemeral_5m_input_tokens", cachedShort)
                    .put("ephemeral_1h_input_tokens", cachedLong);
            return usage.put("output_tokens", outputSoFar)
                    .put("service_tier", "standard")
                    .put("inference_geo", "not_available");
        }

        ObjectNode delta() {
            return counted().put("output_tokens", output);
        }

        private ObjectNode counted() {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("input_tokens", input)
                    .put("cache_creation_input_tokens", cachedShort + cachedLong)
                    .put("cache_read_input_tokens", read);
        }
    }

    /** The message as it is before its first token. */
    ObjectNode opening() {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("model", model)
                .put("id", id)
                .put("type", "message")
                .put("role", "assistant");
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence").putNull("stop_details");
        return message.set("usage", usage.start(1));
    }

    /** The whole message. */
    ObjectNode json() {
        ObjectNode message = opening();
        ArrayNode content = message.putArray("content");
        parts.forEach(part -> content.add(json(part)));
        message.put("stop_reason", stopReason).put("stop_sequence", stopSequence);
        return message.set("usage", usage.start(usage.output));
    }

    /** The same, with its texts in whole words; it has used as many tokens. */
    Reply inWords() {
        return new Reply(id, model, parts.stream().map(Part::inWords).toList(), stopReason, stopSequence, usage);
    }

    int tokens() {
        return parts.stream().mapToInt(part -> part.pieces().size()).sum();
    }

    private static ObjectNode json(Part part) {
        Tool tool = part.tool();
        if (tool == null) {
            return JsonNodeFactory.instance.objectNode().put("type", "text").put("text", part.whole());
        }
        JsonNode input = Json.readOrMissing(part.whole().getBytes(StandardCharsets.UTF_8));
        // An input that max_tokens cut off is no JSON.
        return empty(tool).set("input", input.isObject() ? input : JsonNodeFactory.instance.objectNode());
    }

    /** A tool call without its input. */
    static ObjectNode empty(Tool tool) {
        ObjectNode block = JsonNodeFactory.instance
                .objectNode()
                .put("type", "tool_use")
                .put("id", tool.id())
                .put("name", tool.name());
        block.putObject("input");
        return block;
    }
}
