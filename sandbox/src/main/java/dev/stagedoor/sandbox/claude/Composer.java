// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.claude.Reply.Part;
import dev.stagedoor.sandbox.claude.Reply.Tool;
import dev.stagedoor.sandbox.claude.Reply.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Composes the message that answers a request: readable, short, and the same for the same request. */
final class Composer {
    private static final int LONGEST_ROLE = 60;
    private static final int LONGEST_QUOTE = 160;

    private final Ids ids;

    Composer(Ids ids) {
        this.ids = ids;
    }

    Reply compose(JsonNode body, Answer answer, Usage prompt) {
        int most = body.path("max_tokens").asInt();
        String tool = answer.kind() == Answer.Kind.TOOL ? answer.text() : forcedTool(body);
        return switch (answer.kind()) {
            case NOTHING -> reply(body, List.of(), "end_turn", null, prompt);
            case TEXT -> text(body, answer.text(), most, prompt);
            case PROSE -> text(body, echo(body), most, prompt);
            case TOOL -> tool(body, tool, answer.toolInput(), prompt);
            default -> {
                if (!tool.isEmpty()) yield tool(body, tool, sampleInput(body, tool), prompt);
                JsonNode schema = body.path("output_config").path("format").path("schema");
                String text = schema.isObject() ? SchemaSample.of(schema).toString() : echo(body);
                yield text(body, text, most, prompt);
            }
        };
    }

    private Reply text(JsonNode body, String text, int most, Usage prompt) {
        String stop = null;
        int end = text.length();
        for (JsonNode sequence : body.path("stop_sequences")) {
            int at = text.indexOf(sequence.asText());
            if (at < 0 || at >= end) continue;
            end = at;
            stop = sequence.asText();
        }
        List<String> tokens = Tokens.split(text.substring(0, end));
        if (tokens.size() > most) return reply(body, one(null, tokens.subList(0, most)), "max_tokens", null, prompt);
        return reply(body, one(null, tokens), stop == null ? "end_turn" : "stop_sequence", stop, prompt);
    }

    private Reply tool(JsonNode body, String name, String input, Usage prompt) {
        List<String> pieces = new ArrayList<>();
        // Anthropic's first delta of an input is always empty.
        pieces.add("");
        pieces.addAll(Tokens.split(input));
        int most = body.path("max_tokens").asInt();
        boolean cut = pieces.size() > most + 1;
        List<Part> parts = one(new Tool(ids.toolUse(), name), cut ? pieces.subList(0, most + 1) : pieces);
        return reply(body, parts, cut ? "max_tokens" : "tool_use", null, prompt);
    }

    private Reply reply(JsonNode body, List<Part> parts, String reason, @Nullable String sequence, Usage prompt) {
        String asked = body.path("model").asText();
        String model = ClaudeModel.find(asked).map(ClaudeModel::id).orElse(asked);
        // Even an empty answer has cost something.
        int output = Math.max(
                1, parts.stream().mapToInt(part -> part.pieces().size()).sum());
        return new Reply(ids.message(), model, parts, reason, sequence, prompt.withOutput(output));
    }

    private static List<Part> one(@Nullable Tool tool, List<String> pieces) {
        return List.of(new Part(tool, List.copyOf(pieces)));
    }

    /** The tool that the request forces, or empty. */
    private static String forcedTool(JsonNode body) {
        JsonNode choice = body.path("tool_choice");
        return switch (choice.path("type").asText()) {
            case "tool" -> choice.path("name").asText();
            case "any" -> body.path("tools").path(0).path("name").asText();
            default -> "";
        };
    }

    private static String sampleInput(JsonNode body, String tool) {
        return SchemaSample.of(Prompt.tool(body, tool).path("input_schema")).toString();
    }

    /** {@code [You are a critic] Sandbox answer to: "Review this plan" (1 image)}. */
    private static String echo(JsonNode body) {
        String system = Prompt.text(body.path("system")).strip();
        String role = system.isEmpty() ? body.path("model").asText() : system.split("[.\\n]", 2)[0];
        int images = Prompt.images(body);
        String seen = images == 0 ? "" : images == 1 ? " (1 image)" : " (" + images + " images)";
        return "[" + shortened(role, LONGEST_ROLE) + "] Sandbox answer to: \""
                + shortened(Prompt.lastText(body), LONGEST_QUOTE) + "\"" + seen;
    }

    private static String shortened(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) return line;
        int end = Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most;
        return line.substring(0, end) + "…";
    }
}
