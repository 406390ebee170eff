// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.orchestration.model;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceTool;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.orchestration.pattern.Agent;
import dev.stagedoor.orchestration.pattern.Form;
import dev.stagedoor.orchestration.pattern.ModelCall;
import dev.stagedoor.orchestration.pattern.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Calls as the Messages API takes them. */
public final class Messages {
    private static final int TOKENS_OF_AN_IMAGE = 1_600;
    private static final int TOKENS_OF_A_FORM = 1_000;

    private Messages() {}

    static MessageCreateParams of(ModelCall call, ModelDefaults defaults) {
        Agent agent = call.agent();
        List<ContentBlockParam> content =
                call.prompt().parts().stream().map(Messages::block).toList();
        MessageCreateParams.Builder params = MessageCreateParams.builder()
                .model(defaults.model(agent))
                .maxTokens(defaults.maxTokens(agent))
                .system(agent.systemPrompt())
                .addUserMessageOfBlockParams(content);
        if (agent.temperature() != null) {
            params.putAdditionalBodyProperty("temperature", JsonValue.from(agent.temperature()));
        }
        Form form = call.form();
        if (form != null && isTextOfForm(call, defaults)) {
            params.putAdditionalBodyProperty("output_config", JsonValue.fromJsonNode(output(form)));
        } else if (form != null) {
            params.addTool(tool(form)).toolChoice(ToolChoiceTool.of(form.name()));
        }
        return params.build();
    }

    /** At least as many tokens as the call's input has. */
    public static long mostInput(ModelCall call) {
        long tokens = call.form() == null ? 0 : TOKENS_OF_A_FORM;
        long bytes = bytes(call.agent().systemPrompt());
        for (Prompt.Part part : call.prompt().parts()) {
            switch (part) {
                case Prompt.Text text -> bytes += bytes(text.text());
                case Prompt.Image image -> tokens += TOKENS_OF_AN_IMAGE;
            }
        }
        return tokens + TokenUsage.mostOf(bytes);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether the form is asked for as the text of the answer, since the model cannot be made to call a tool. */
    static boolean isTextOfForm(ModelCall call, ModelDefaults defaults) {
        return call.form() != null && !Models.takesForcedTools(defaults.model(call.agent()));
    }

    private static ObjectNode output(Form form) {
        ObjectNode format = JsonNodeFactory.instance.objectNode().put("type", "json_schema");
        format.set("schema", withoutMost(form.schema().deepCopy()));
        return JsonNodeFactory.instance.objectNode().set("format", format);
    }

    /** Structured output knows no {@code maxItems}; whoever reads the form counts. */
    private static JsonNode withoutMost(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove("maxItems");
        }
        schema.forEach(Messages::withoutMost);
        return schema;
    }

    private static ContentBlockParam block(Prompt.Part part) {
        return switch (part) {
            case Prompt.Text text -> ContentBlockParam.ofText(text(text));
            case Prompt.Image image ->
                ContentBlockParam.ofImage(ImageBlockParam.builder()
                        .source(Base64ImageSource.builder()
                                .mediaType(Base64ImageSource.MediaType.of(image.mediaType()))
                                .data(image.data())
                                .build())
                        .build());
        };
    }

    private static TextBlockParam text(Prompt.Text text) {
        TextBlockParam.Builder block = TextBlockParam.builder().text(text.text());
        return text.repeated()
                ? block.cacheControl(CacheControlEphemeral.builder().build()).build()
                : block.build();
    }

    private static Tool tool(Form form) {
        return Tool.builder()
                .name(form.name())
                .description(form.description())
                .inputSchema(Tool.InputSchema.builder()
                        .putAdditionalProperty(
                                "properties",
                                JsonValue.fromJsonNode(form.schema().path("properties")))
                        .putAdditionalProperty(
                                "required", JsonValue.fromJsonNode(form.schema().path("required")))
                        .build())
                .build();
    }
}
