// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads what a request's body says to the model. */
final class Prompt {
    private static final int PER_MESSAGE = 3;
    private static final int PER_IMAGE = 1_568;
    private static final int BYTES_PER_DOCUMENT_TOKEN = 64;
    private static final Duration SHORT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);

    private Prompt() {}

    /**
     * A part of the prompt, in the order in which prompts are cached: tools, system, messages.
     *
     * @param place where it stands, so that the same text in another role is another prefix
     * @param content the block without its {@code cache_control}
     * @param cached how long the prefix that ends with it is to be cached, or null
     */
    record Block(
            String place,
            JsonNode content,
            int tokens,
            @Nullable Duration cached) {}

    static List<Block> blocks(JsonNode body) {
        List<Block> blocks = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) add(blocks, "tool", tool, 0);
        addAll(blocks, "system", body.path("system"), 0);
        int index = 0;
        for (JsonNode message : body.path("messages")) {
            String place = index++ + message.path("role").asText();
            addAll(blocks, place, message.path("content"), PER_MESSAGE);
        }
        if (body.path("cache_control").isObject() && !blocks.isEmpty()) {
            Block last = blocks.removeLast();
            blocks.add(new Block(last.place, last.content, last.tokens, lifetime(body.path("cache_control"))));
        }
        return blocks;
    }

    static int tokens(List<Block> blocks) {
        return blocks.stream().mapToInt(Block::tokens).sum();
    }

    /** The text of a content: a string, or the texts of its blocks. */
    static String text(JsonNode content) {
        if (content.isTextual()) return content.asText();
        return StreamSupport.stream(content.spliterator(), false)
                .map(block -> block.path("type").asText().equals("tool_result")
                        ? text(block.path("content"))
                        : block.path("text").asText())
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    static String lastText(JsonNode body) {
        JsonNode messages = body.path("messages");
        return text(messages.path(messages.size() - 1).path("content"));
    }

    static int images(JsonNode body) {
        return (int) blocks(body).stream()
                .filter(block -> block.content.path("type").asText().equals("image"))
                .count();
    }

    static boolean hasTool(JsonNode body, String name) {
        return !tool(body, name).isMissingNode();
    }

    /** The definition of this tool, or a missing node. */
    static JsonNode tool(JsonNode body, String name) {
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("name").asText().equals(name)) return tool;
        }
        return body.path("tools").path(-1);
    }

    private static void addAll(List<Block> blocks, String place, JsonNode content, int extra) {
        if (content.isTextual()) {
            ObjectNode text = JsonNodeFactory.instance.objectNode().put("type", "text");
            add(blocks, place, text.set("text", content), extra);
            return;
        }
        int more = extra;
        for (JsonNode block : content) {
            add(blocks, place, block, more);
            more = 0;
        }
    }

    private static void add(List<Block> blocks, String place, JsonNode block, int extra) {
        JsonNode marker = block.path("cache_control");
        JsonNode content = block;
        if (!marker.isMissingNode()) content = ((ObjectNode) block.deepCopy()).without("cache_control");
        blocks.add(new Block(place, content, tokensOf(content) + extra, marker.isObject() ? lifetime(marker) : null));
    }

    private static int tokensOf(JsonNode block) {
        return switch (block.path("type").asText()) {
            case "text" -> Tokens.count(block.path("text").asText());
            case "image" -> PER_IMAGE;
            case "document" ->
                Math.max(1, block.path("source").path("data").asText().length() / BYTES_PER_DOCUMENT_TOKEN);
            default -> Tokens.count(block.toString());
        };
    }

    private static Duration lifetime(JsonNode marker) {
        return marker.path("ttl").asText().equals("1h") ? LONG : SHORT;
    }
}
