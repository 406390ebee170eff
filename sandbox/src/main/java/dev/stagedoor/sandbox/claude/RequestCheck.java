// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses what Anthropic's API refuses, in its words. */
final class RequestCheck {
    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "cache_control", "output_config");
    private static final Set<String> KNOWN = Set.of(
            "max_tokens",
            "metadata",
            "stop_sequences",
            "stream",
            "temperature",
            "top_k",
            "top_p",
            "container",
            "inference_geo",
            "service_tier");
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final int MOST_MARKS = 4;
    /** What {@code top_p} may be where it is no longer supported. */
    private static final double NEARLY_ONE = 0.99;

    private final JsonNode body;

    private RequestCheck(JsonNode body) {
        this.body = body;
    }

    /**
     * Checks a request.
     *
     * @param counting whether it is one to {@code count_tokens}
     */
    static void check(JsonNode body, boolean counting) throws ApiError {
        if (!body.isObject()) throw ApiError.invalid("Input should be a valid dictionary");
        RequestCheck check = new RequestCheck(body);
        check.fields(counting);
        String id = body.path("model").asText();
        ClaudeModel model = ClaudeModel.find(id).orElseThrow(() -> ApiError.of(404, "model: " + id));
        if (!counting) {
            check.maxTokens(model);
            check.sampling(model);
            check.stopSequences();
        }
        check.tools();
        check.toolChoice(model);
        MessageCheck.check(body.path("messages"), model);
        check.size(model);
    }

    private void fields(boolean counting) throws ApiError {
        for (String name : counting ? List.of("model", "messages") : List.of("model", "max_tokens", "messages")) {
            if (!body.has(name)) throw ApiError.invalid(name + ": Field required");
        }
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean known = COUNTED.contains(name) || (!counting && KNOWN.contains(name));
            if (!known) throw ApiError.invalid(name + ": Extra inputs are not permitted");
        }
        demand(body.path("model").isTextual(), "model: Input should be a valid string");
        demand(body.path("messages").isArray(), "messages: Input should be a valid list");
        demand(!body.has("stream") || body.path("stream").isBoolean(), "stream: Input should be a valid boolean");
        JsonNode system = body.path("system");
        demand(
                system.isMissingNode() || system.isTextual() || system.isArray(),
                "system: Input should be a valid string");
        for (JsonNode block : system) {
            demand(!block.path("text").asText().isEmpty(), "system: text content blocks must be non-empty");
        }
    }

    private void maxTokens(ClaudeModel model) throws ApiError {
        JsonNode most = body.path("max_tokens");
        demand(most.isIntegralNumber(), "max_tokens: Input should be a valid integer");
        demand(most.asLong() >= 1, "max_tokens: Input should be greater than or equal to 1");
        demand(
                most.asLong() <= model.maxOutput(),
                "max_tokens: %d > %d, which is the maximum allowed number of output tokens for %s"
                        .formatted(most.asLong(), model.maxOutput(), model.id()));
    }

    private void sampling(ClaudeModel model) throws ApiError {
        JsonNode temperature = body.path("temperature");
        JsonNode topP = body.path("top_p");
        if (!temperature.isMissingNode()) {
            demand(temperature.isNumber(), "temperature: Input should be a valid number");
            demand(temperature.asDouble() >= 0 && temperature.asDouble() <= 1, "temperature: range: 0..1");
        }
        if (model.sampling()) {
            demand(
                    temperature.isMissingNode() || topP.isMissingNode(),
                    "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
            return;
        }
        demand(temperature.asDouble(1) == 1, "`temperature` is deprecated for this model.");
        demand(topP.asDouble(1) >= NEARLY_ONE, "`top_p` is deprecated for this model.");
        demand(!body.has("top_k"), "`top_k` is deprecated for this model.");
    }

    private void stopSequences() throws ApiError {
        for (JsonNode sequence : body.path("stop_sequences")) {
            demand(!sequence.asText().isBlank(), "stop_sequences: each stop sequence must contain non-whitespace");
        }
    }

    private void tools() throws ApiError {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (JsonNode tool : body.path("tools")) {
            String place = "tools." + index++ + ".custom.";
            // Tools of Anthropic's own have a dated type and no schema.
            boolean custom = tool.path("type").asText("custom").equals("custom");
            demand(tool.has("name"), place + "name: Field required");
            String name = tool.path("name").asText();
            demand(
                    TOOL_NAME.matcher(name).matches(),
                    place + "name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
            demand(names.add(name), "tools: Tool names must be unique.");
            if (!custom) continue;
            demand(tool.has("input_schema"), place + "input_schema: Field required");
            demand(
                    tool.path("input_schema").path("type").asText().equals("object"),
                    place + "input_schema.type: Input should be 'object'");
        }
    }

    private void toolChoice(ClaudeModel model) throws ApiError {
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode()) return;
        String type = choice.path("type").asText();
        demand(
                Set.of("auto", "any", "tool", "none").contains(type),
                "tool_choice: Input tag '" + type + "' found using 'type' does not match any of the expected tags:"
                        + " 'auto', 'any', 'tool', 'none'");
        demand(body.path("tools").size() > 0, "tool_choice may only be specified while providing tools.");
        if (type.equals("auto") || type.equals("none")) return;
        demand(model.forcedTools(), "tool_choice: type \"tool\" and \"any\" are not supported for this model.");
        if (type.equals("any")) return;
        demand(choice.has("name"), "tool_choice.tool.name: Field required");
        String name = choice.path("name").asText();
        demand(Prompt.hasTool(body, name), "Tool '" + name + "' not found in provided tools");
    }

    private void size(ClaudeModel model) throws ApiError {
        List<Prompt.Block> blocks = Prompt.blocks(body);
        long marks = blocks.stream().filter(block -> block.cached() != null).count();
        demand(marks <= MOST_MARKS, "A maximum of 4 blocks with cache_control may be provided. Found " + marks + ".");
        int tokens = Prompt.tokens(blocks);
        demand(
                tokens <= model.maxInput(),
                "prompt is too long: " + tokens + " tokens > " + model.maxInput() + " maximum");
    }

    static void demand(boolean fulfilled, String otherwise) throws ApiError {
        if (!fulfilled) throw ApiError.invalid(otherwise);
    }
}
