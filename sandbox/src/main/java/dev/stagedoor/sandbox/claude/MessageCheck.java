// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static dev.stagedoor.sandbox.claude.RequestCheck.demand;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the conversation of a request. */
final class MessageCheck {
    private static final int LARGEST_IMAGE = 5 * 1024 * 1024;
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final List<String> BLOCKS = List.of(
            "document",
            "image",
            "redacted_thinking",
            "search_result",
            "server_tool_use",
            "text",
            "thinking",
            "tool_result",
            "tool_use",
            "web_search_tool_result");

    private MessageCheck() {}

    static void check(JsonNode messages, ClaudeModel model) throws ApiError {
        demand(messages.size() > 0, "messages: at least one message is required");
        Set<String> offered = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), "messages." + i, i == messages.size() - 1, offered);
            offered = toolCalls(messages.get(i));
        }
        ending(messages.get(messages.size() - 1), model);
    }

    private static void message(JsonNode message, String place, boolean last, Set<String> toolCalls) throws ApiError {
        demand(message.isObject(), place + ": Input should be a valid dictionary");
        demand(message.has("role"), place + ".role: Field required");
        String role = message.path("role").asText();
        demand(!role.equals("system"), """
                messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not \
                "system" as an input message role.""");
        boolean user = role.equals("user");
        demand(user || role.equals("assistant"), place + ".role: Input should be 'user' or 'assistant'");
        JsonNode content = message.path("content");
        demand(!content.isMissingNode(), place + ".content: Field required");
        demand(content.isTextual() || content.isArray(), place + ".content: Input should be a valid list");
        boolean empty = content.isTextual() ? content.asText().isEmpty() : content.isEmpty();
        demand(!empty || !user, place + ": user messages must have non-empty content");
        demand(
                !empty || last,
                place + ": all messages must have non-empty content except for the optional final"
                        + " assistant message");
        int index = 0;
        for (JsonNode block : content) block(block, place + ".content." + index++, toolCalls);
    }

    private static void block(JsonNode block, String place, Set<String> toolCalls) throws ApiError {
        demand(block.has("type"), place + ".type: Field required");
        String type = block.path("type").asText();
        demand(
                BLOCKS.contains(type),
                place + ": Input tag '" + type + "' found using 'type' does not match any of the expected tags: '"
                        + String.join("', '", BLOCKS) + "'");
        switch (type) {
            case "text" -> text(block, place);
            case "image" -> image(block.path("source"), place + ".image.source.base64");
            case "tool_result" -> toolResult(block, place, toolCalls);
            default -> {
                // The rest is taken as it is.
            }
        }
    }

    private static void text(JsonNode block, String place) throws ApiError {
        demand(block.path("text").isTextual(), place + ".text.text: Field required");
        String text = block.path("text").asText();
        demand(!text.isEmpty(), "messages: text content blocks must be non-empty");
        demand(!text.isBlank(), "messages: text content blocks must contain non-whitespace text");
    }

    private static void image(JsonNode source, String place) throws ApiError {
        if (!source.path("type").asText().equals("base64")) return;
        demand(
                IMAGES.contains(source.path("media_type").asText()),
                place + ".media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'");
        String data = source.path("data").asText();
        demand(
                data.length() <= LARGEST_IMAGE,
                place + ": image exceeds 5 MB maximum: " + data.length() + " bytes > " + LARGEST_IMAGE + " bytes");
        try {
            demand(Base64.getDecoder().decode(data).length > 0, place + ".data: image cannot be empty");
        } catch (IllegalArgumentException notBase64) {
            throw ApiError.invalid(place + ".data: Invalid base64 data");
        }
    }

    private static void toolResult(JsonNode block, String place, Set<String> toolCalls) throws ApiError {
        demand(block.has("tool_use_id"), place + ".tool_result.tool_use_id: Field required");
        String id = block.path("tool_use_id").asText();
        demand(
                toolCalls.contains(id),
                place + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id
                        + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous"
                        + " message.");
    }

    private static Set<String> toolCalls(JsonNode message) {
        Set<String> ids = new HashSet<>();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                ids.add(block.path("id").asText());
            }
        }
        return ids;
    }

    private static void ending(JsonNode last, ClaudeModel model) throws ApiError {
        if (!last.path("role").asText().equals("assistant")) return;
        demand(
                model.prefill(),
                "This model does not support assistant message prefill. The conversation must end with a user message.");
        String text = Prompt.text(last.path("content"));
        demand(
                text.equals(text.stripTrailing()),
                "messages: final assistant content cannot end with trailing" + " whitespace");
    }
}
