// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static dev.stagedoor.sandbox.claude.ClaudeTarget.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceTool;
import com.anthropic.models.models.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The behaviour of the Messages API that Stagedoor relies on, seen through Anthropic's SDK: one suite, run against the
 * sandbox and, where {@code ANTHROPIC_API_KEY} is set, the real API.
 */
abstract class ClaudeContract {
    private static final Tool CHOICE = Tool.builder()
            .name("choose")
            .description("Chooses who answers.")
            .inputSchema(Tool.InputSchema.builder()
                    .properties(Tool.InputSchema.Properties.builder()
                            .putAdditionalProperty(
                                    "agent",
                                    JsonValue.from(Map.of("type", "string", "enum", List.of("writer", "critic"))))
                            .putAdditionalProperty("reason", JsonValue.from(Map.of("type", "string")))
                            .putAdditionalProperty("sure", JsonValue.from(Map.of("type", "boolean")))
                            .build())
                    .required(List.of("agent", "reason", "sure"))
                    .build())
            .build();

    abstract ClaudeTarget target();

    @Test
    void a_question_is_answered_with_text_a_stop_reason_and_usage() {
        Message answer = client().messages()
                .create(ask("Say hello in three words.")
                        .system("You are terse.")
                        .build());

        assertThat(answer.content()).singleElement().matches(ContentBlock::isText);
        assertThat(answer.content().getFirst().asText().text()).isNotBlank();
        assertThat(answer.stopReason()).contains(StopReason.END_TURN);
        assertThat(answer.model().asString()).startsWith(ClaudeTarget.MODEL);
        assertThat(answer.id()).startsWith("msg_");
        assertThat(answer.usage().inputTokens()).isPositive();
        assertThat(answer.usage().outputTokens()).isPositive();
    }

    @Test
    void an_answer_ends_at_max_tokens_and_says_so() {
        Message answer = client().messages()
                .create(ask("Count from one to one hundred in words.")
                        .maxTokens(3)
                        .build());

        assertThat(answer.stopReason()).contains(StopReason.MAX_TOKENS);
        assertThat(answer.usage().outputTokens()).isEqualTo(3);
    }

    @Test
    void a_stream_adds_up_to_the_message() {
        List<String> kinds = new ArrayList<>();
        MessageAccumulator message = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client().messages()
                .createStreaming(ask("Say hello in three words.").build())) {
            events.stream().peek(event -> kinds.add(kind(event))).forEach(message::accumulate);
        }

        assertThat(kinds).startsWith("message_start", "content_block_start").endsWith("message_delta", "message_stop");
        assertThat(kinds).contains("content_block_delta", "content_block_stop");
        assertThat(message.message().content().getFirst().asText().text()).isNotBlank();
        assertThat(message.message().stopReason()).contains(StopReason.END_TURN);
        assertThat(message.message().usage().outputTokens()).isPositive();
    }

    @Test
    void a_forced_tool_is_called_with_an_input_that_fits_its_schema() {
        Message answer = client().messages().create(forced());

        assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
        assertChoice(answer);
    }

    @Test
    void a_forced_tool_streams_its_input_as_partial_json() {
        MessageAccumulator message = MessageAccumulator.create();
        try (StreamResponse<RawMessageStreamEvent> events = client().messages().createStreaming(forced())) {
            events.stream().forEach(message::accumulate);
        }

        assertThat(message.message().stopReason()).contains(StopReason.TOOL_USE);
        assertChoice(message.message());
    }

    @Test
    void counted_tokens_are_those_of_the_usage() {
        String text = "How many tokens does this question have?";
        long counted = client().messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model(ClaudeTarget.MODEL)
                        .addUserMessage(text)
                        .build())
                .inputTokens();

        Message answer = client().messages().create(ask(text).build());
        assertThat(answer.usage().inputTokens()).isEqualTo(counted);
    }

    @Test
    void the_models_are_listed() {
        List<String> models =
                client().models().list().autoPager().stream().map(ModelInfo::id).toList();

        assertThat(models).anyMatch(id -> id.startsWith(ClaudeTarget.MODEL));
    }

    @Test
    void an_unknown_key_is_unauthorized() {
        AnthropicClient stranger = target().clientWith("sk-ant-nobody", 0);
        assertThatThrownBy(() -> stranger.messages().create(ask("Hello").build()))
                .isInstanceOfSatisfying(UnauthorizedException.class, refusal -> {
                    assertThat(refusal.statusCode()).isEqualTo(401);
                    assertError(refusal, "authentication_error", "invalid x-api-key");
                });
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertThatThrownBy(() -> client().messages()
                        .create(ask("Hello").model("claude-nobody-1").build()))
                .isInstanceOfSatisfying(
                        NotFoundException.class,
                        refusal -> assertError(refusal, "not_found_error", "model: claude-nobody-1"));
    }

    @Test
    void a_request_that_breaks_a_rule_is_a_bad_request() {
        assertThatThrownBy(() -> client().messages().create(ask("").build()))
                .isInstanceOfSatisfying(
                        BadRequestException.class,
                        refusal -> assertError(
                                refusal,
                                "invalid_request_error",
                                "messages.0: user messages must have non-empty content"));
    }

    @Test
    void a_tool_choice_needs_its_tool() {
        MessageCreateParams request =
                ask("Choose.").addTool(CHOICE).toolChoice(choose("nobody")).build();
        assertThatThrownBy(() -> client().messages().create(request))
                .isInstanceOf(BadRequestException.class)
                .hasMessageContaining("Tool 'nobody' not found in provided tools");
    }

    @Test
    void a_call_without_its_version_is_a_bad_request() {
        RawClaude.Answer answer = new RawClaude(target().url(), "/v1/messages")
                .header("x-api-key", target().key())
                .post("{}");
        assertThat(answer.verdict()).isEqualTo("400 invalid_request_error: anthropic-version: header is required");
        assertThat(answer.header("request-id"))
                .startsWith("req_")
                .isEqualTo(answer.json().path("request_id").asText());
    }

    private AnthropicClient client() {
        return target().client();
    }

    private static MessageCreateParams forced() {
        return ask("Who should answer: the writer or the critic?")
                .maxTokens(256)
                .addTool(CHOICE)
                .toolChoice(choose("choose"))
                .build();
    }

    private static ToolChoiceTool choose(String name) {
        return ToolChoiceTool.builder().name(name).build();
    }

    private static void assertChoice(Message answer) {
        Map<?, ?> input = answer.content().stream()
                .flatMap(block -> block.toolUse().stream())
                .findFirst()
                .orElseThrow()
                ._input()
                .convert(Map.class);
        assertThat(input.get("agent")).isIn("writer", "critic");
        assertThat(input.get("reason")).isInstanceOf(String.class);
        assertThat(input.get("sure")).isInstanceOf(Boolean.class);
    }

    private static void assertError(AnthropicServiceException refusal, String type, String message) {
        Map<?, ?> body = refusal.body().convert(Map.class);
        assertThat(body.get("type")).isEqualTo("error");
        assertThat(body.get("error")).isInstanceOfSatisfying(Map.class, error -> {
            assertThat(error.get("type")).isEqualTo(type);
            assertThat(error.get("message")).isEqualTo(message);
        });
    }

    private static String kind(RawMessageStreamEvent event) {
        return String.valueOf(event._json().orElseThrow().convert(Map.class).get("type"));
    }
}
