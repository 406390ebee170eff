// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static dev.stagedoor.sandbox.claude.ClaudeTarget.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.InternalServerException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.PermissionDeniedException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.errors.UnexpectedStatusCodeException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.conformance.Await;
import dev.stagedoor.sandbox.claude.ClaudeCall.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a script makes of the API, as Anthropic's SDK sees it. */
@Tag("slow")
class ClaudeFaultTest {
    private static final String KEY = "sk-ant-acme";
    private static final String OTHER = "sk-ant-globex";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final SandboxClaude claude = SandboxClaude.start(0, ClaudeSettings.realTime(), KEY, OTHER);
    private final ClaudeTarget target = new ClaudeTarget(claude.url(), KEY);

    @AfterEach
    void stop() {
        claude.close();
    }

    @Test
    void each_error_is_the_sdks_exception_for_it() {
        Map<Integer, Class<? extends AnthropicServiceException>> exceptions = Map.of(
                400, BadRequestException.class,
                401, UnauthorizedException.class,
                403, PermissionDeniedException.class,
                404, NotFoundException.class,
                413, UnexpectedStatusCodeException.class,
                429, RateLimitException.class,
                500, InternalServerException.class,
                529, InternalServerException.class);
        AnthropicClient client = target.client();
        exceptions.forEach((status, type) -> {
            claude.when(Asked.anything()).fails(status);
            assertThat(catchThrowable(
                            () -> client.messages().create(ask("Hello").build())))
                    .isInstanceOfSatisfying(
                            type, error -> assertThat(error.statusCode()).isEqualTo(status));
            assertThat(claude.calls().last().ending()).isEqualTo(Ending.FAILED);
            assertThat(claude.calls().last().status()).isEqualTo(status);
        });
    }

    @Test
    void only_the_third_call_with_this_key_is_refused_and_retry_after_is_honoured() {
        claude.when(Asked.with(KEY)).onCall(3).answer(Answer.fails(429).retryAfter(Duration.ofSeconds(1)));
        AnthropicClient retrying = target.clientWith(KEY, 1);
        AnthropicClient other = target.clientWith(OTHER, 0);
        for (int call = 0; call < 3; call++) {
            retrying.messages().create(ask("Hello").build());
            other.messages().create(ask("Hello").build());
        }

        List<ClaudeCall> calls = claude.calls().with(KEY);
        assertThat(calls).extracting(ClaudeCall::status).containsExactly(200, 200, 429, 200);
        assertThat(Duration.between(calls.get(2).at(), calls.get(3).at())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(claude.calls().with(OTHER)).extracting(ClaudeCall::status).containsOnly(200);
    }

    @Test
    void a_rate_limit_can_come_without_retry_after() {
        claude.when(Asked.anything()).fails(429);
        assertThatThrownBy(() -> target.client().messages().create(ask("Hello").build()))
                .isInstanceOfSatisfying(
                        RateLimitException.class,
                        refusal -> assertThat(refusal.headers().values("retry-after"))
                                .isEmpty());
    }

    @Test
    void a_stream_can_be_cut_after_any_event() {
        claude.when(Asked.anything()).answer(Answer.text("one two three").cutAfter(4));
        List<RawMessageStreamEvent> seen = new ArrayList<>();
        assertThatThrownBy(() -> read("Hello", seen)).isInstanceOf(AnthropicIoException.class);
        // Of the four events the SDK keeps the ping to itself.
        assertThat(seen).hasSize(3);
        assertThat(claude.calls().last().ending()).isEqualTo(Ending.CUT);
        assertThat(claude.calls().last().events()).isEqualTo(4);
    }

    @Test
    void without_streaming_a_cut_ends_in_the_middle_of_the_body() {
        claude.when(Asked.anything()).answer(Answer.echo().cutAfter(1));
        assertThatThrownBy(() -> target.client().messages().create(ask("Hello").build()))
                .isInstanceOf(RuntimeException.class);
        assertThat(claude.calls().last().ending()).isEqualTo(Ending.CUT);
    }

    @Test
    void a_call_can_be_hung_up_without_a_response() {
        claude.when(Asked.anything()).times(1).answer(Answer.hangsUp());
        assertThatThrownBy(() -> target.client().messages().create(ask("Hello").build()))
                .isInstanceOf(AnthropicIoException.class);
        assertThat(claude.calls().last().status()).isZero();
        target.client().messages().create(ask("Hello").build());
        assertThat(claude.calls().last().status()).isEqualTo(200);
    }

    @Test
    void a_stream_can_end_with_overloaded() {
        claude.when(Asked.anything()).answer(Answer.text("one two three").overloadedAfter(4));
        List<RawMessageStreamEvent> seen = new ArrayList<>();
        assertThatThrownBy(() -> read("Hello", seen))
                .isInstanceOf(SseException.class)
                .hasMessageContaining("overloaded_error");
        assertThat(seen).hasSize(3);
        assertThat(claude.calls().last().ending()).isEqualTo(Ending.FAILED);
    }

    @Test
    void a_client_that_leaves_a_stream_is_noticed_at_once() {
        claude.when(Asked.anything()).answer(Answer.text("one two").slow(AN_HOUR));
        Instant left;
        try (StreamResponse<RawMessageStreamEvent> events =
                target.client().messages().createStreaming(ask("Hello").build())) {
            assertThat(events.stream().findFirst()).isPresent();
            left = Instant.now();
        }
        assertLeft(left);
    }

    @Test
    void a_client_that_gives_up_waiting_is_noticed_at_once() {
        claude.when(Asked.anything()).answer(Answer.echo().after(AN_HOUR));
        AnthropicClient impatient = target.client().withOptions(options -> options.timeout(Duration.ofMillis(300)));
        assertThatThrownBy(() -> impatient.messages().create(ask("Hello").build()))
                .isInstanceOf(AnthropicIoException.class);
        assertLeft(Instant.now());
    }

    @Test
    void a_model_can_answer_nothing_or_prose_instead_of_a_tool_call() {
        claude.when(Asked.saying("silence")).answer(Answer.nothing());
        Message silence = target.client().messages().create(ask("silence").build());
        assertThat(silence.content()).isEmpty();
        assertThat(silence.stopReason()).contains(StopReason.END_TURN);
        assertThat(silence.usage().outputTokens()).isPositive();
        List<RawMessageStreamEvent> streamed = new ArrayList<>();
        read("silence", streamed);
        assertThat(streamed).hasSize(3);

        claude.when(Asked.offering("plan")).answer(Answer.prose(), Answer.tool("plan", "{\"steps\":[\"go\"]}"));
        assertThat(plan().path("content").path(0).path("type").asText()).isEqualTo("text");
        assertThat(plan().path("content").path(0).path("input").toString()).isEqualTo("{\"steps\":[\"go\"]}");
    }

    @Test
    void the_newest_rule_wins_until_rules_are_forgotten() {
        claude.when(Asked.anything()).answer("first");
        claude.when(Asked.as("critic").and(Asked.of(ClaudeTarget.MODEL))).answer("second");
        assertThat(text(ask("Hello").system("You are a critic."))).isEqualTo("second");
        assertThat(text(ask("Hello"))).isEqualTo("first");
        claude.forgetRules();
        assertThat(text(ask("Hello").system("You are a critic. Be kind.")))
                .isEqualTo("[You are a critic] Sandbox answer to: \"Hello\"");
    }

    @Test
    void a_rule_counts_the_calls_that_another_rule_answers() {
        claude.when(Asked.anything()).onCall(2).answer("second");
        claude.when(Asked.saying("other")).answer("other");
        assertThat(text(ask("other"))).isEqualTo("other");
        assertThat(text(ask("Hello"))).isEqualTo("second");
        assertThat(text(ask("Hello"))).endsWith("\"Hello\"");
    }

    @Test
    void a_rule_for_another_path_leaves_messages_alone() {
        claude.when(Asked.anything()).at("/v1/models").fails(500);
        assertThat(target.raw("/v1/models").get().status()).isEqualTo(500);
        assertThat(text(ask("Hello"))).endsWith("\"Hello\"");
    }

    @Test
    void a_revoked_key_is_refused_from_the_next_call_on() {
        target.client().messages().create(ask("Hello").build());
        claude.revoke(KEY);
        assertThatThrownBy(() -> target.client().messages().create(ask("Hello").build()))
                .isInstanceOf(UnauthorizedException.class);
        claude.accept(KEY);
        target.client().messages().create(ask("Hello").build());
        assertThat(claude.calls().all()).extracting(ClaudeCall::status).containsExactly(200, 401, 200);
    }

    @Test
    void a_call_keeps_what_was_asked_and_shows_neither_key_nor_body() {
        target.client().messages().create(ask("a private question").build());
        ClaudeCall call = claude.calls().last();
        assertThat(call.key()).isEqualTo(KEY);
        assertThat(call.model()).isEqualTo(ClaudeTarget.MODEL);
        assertThat(call.userText()).isEqualTo("a private question");
        assertThat(call.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(call.ending()).isEqualTo(Ending.ANSWERED);
        assertThat(call.toString()).isEqualTo("/v1/messages 200 ANSWERED");
    }

    private void assertLeft(Instant when) {
        ClaudeCall call = claude.calls().last();
        Await.until(LONG, () -> call.ending() != Ending.RUNNING);
        assertThat(call.ending()).isEqualTo(Ending.CLIENT_LEFT);
        assertThat(call.endedAt()).isBefore(when.plusSeconds(2));
    }

    private void read(String text, List<RawMessageStreamEvent> into) {
        try (StreamResponse<RawMessageStreamEvent> events =
                target.client().messages().createStreaming(ask(text).build())) {
            events.stream().forEach(into::add);
        }
    }

    private String text(MessageCreateParams.Builder request) {
        return target.client()
                .messages()
                .create(request.build())
                .content()
                .getFirst()
                .asText()
                .text();
    }

    private JsonNode plan() {
        return target.raw("/v1/messages").post("""
                        {"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"Plan."}],
                         "tools":[{"name":"plan","input_schema":{"type":"object"}}],
                         "tool_choice":{"type":"tool","name":"plan"}}""").json();
    }
}
