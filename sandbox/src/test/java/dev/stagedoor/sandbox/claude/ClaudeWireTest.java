// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stagedoor.sandbox.SandboxClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bytes on the wire: events, bodies and headers as Anthropic sends them. */
class ClaudeWireTest {
    private static final String KEY = "sk-ant-wire";
    private static final Instant NOON = Instant.parse("2026-11-28T12:00:20Z");

    /** "Hello, "world"!" as Anthropic streams it, the id apart. */
    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_ID",\
            "type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,\
            "stop_details":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,\
            "cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,\
            "ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard",\
            "inference_geo":"not_available"}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello,"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" \\"world"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"\\"!"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,\
            "stop_details":null},"usage":{"input_tokens":5,"cache_creation_input_tokens":0,\
            "cache_read_input_tokens":0,"output_tokens":3}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private final SandboxClock clock = SandboxClock.at(NOON);
    private final SandboxClaude claude =
            SandboxClaude.start(0, ClaudeSettings.stepped(clock, 7).withRequestsPerMinute(3), KEY);
    private final ClaudeTarget target = new ClaudeTarget(claude.url(), KEY);

    @AfterEach
    void stop() {
        claude.close();
    }

    @Test
    void a_text_streams_token_by_token() {
        claude.when(Asked.anything()).answer("Hello, \"world\"!");
        RawClaude.Answer answer = target.raw("/v1/messages").post(request("\"stream\":true"));

        assertThat(answer.header("content-type")).isEqualTo("text/event-stream; charset=utf-8");
        assertThat(answer.header("request-id")).startsWith("req_01");
        assertThat(answer.body().replaceAll("msg_01\\w{22}", "msg_ID")).isEqualTo(STREAM);
    }

    @Test
    void a_tool_call_streams_its_input_after_an_empty_piece() {
        claude.when(Asked.anything()).answer(Answer.tool("plan", "{\"a\":1}"));
        String body =
                target.raw("/v1/messages").post(request("\"stream\":true")).body();

        assertThat(body.replaceAll("toolu_01\\w{22}", "toolu_ID")).contains("""
                data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"toolu_ID",\
                "name":"plan","input":{}}}
                """, """
                data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta",\
                "partial_json":"{\\"a\\":1"}}
                """, "\"stop_reason\":\"tool_use\"");
    }

    @Test
    void a_stream_that_fails_ends_with_an_error_event() {
        claude.when(Asked.anything()).answer(Answer.text("one two").overloadedAfter(4));
        RawClaude.Answer answer = target.raw("/v1/messages").post(request("\"stream\":true"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).endsWith("""
                event: error
                data: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"%s"}

                """.formatted(answer.header("request-id")));
    }

    @Test
    void a_message_has_the_same_parts_in_one_piece() {
        claude.when(Asked.anything()).answer("Hello. END of it.");
        String body = target.raw("/v1/messages")
                .post(request("\"stop_sequences\":[\"it\",\" END\"]"))
                .body();
        assertThat(body.replaceAll("msg_01\\w{22}", "msg_ID")).isEqualTo("""
                {"model":"claude-haiku-4-5-20251001","id":"msg_ID","type":"message","role":"assistant",\
                "content":[{"type":"text","text":"Hello."}],"stop_reason":"stop_sequence","stop_sequence":" END",\
                "stop_details":null,"usage":{"input_tokens":5,"cache_creation_input_tokens":0,\
                "cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,\
                "ephemeral_1h_input_tokens":0},"output_tokens":1,"service_tier":"standard",\
                "inference_geo":"not_available"}}""");
    }

    @Test
    void the_rate_limit_counts_down_and_then_refuses_until_the_next_minute() {
        RawClaude.Answer first = target.raw("/v1/messages").post(request(""));
        assertThat(first.header("anthropic-ratelimit-requests-limit")).isEqualTo("3");
        assertThat(first.header("anthropic-ratelimit-requests-remaining")).isEqualTo("2");
        assertThat(first.header("anthropic-ratelimit-requests-reset")).isEqualTo("2026-11-28T12:01:00Z");
        assertThat(first.header("anthropic-ratelimit-input-tokens-remaining")).isEqualTo("99999995");
        target.raw("/v1/messages").post(request(""));
        target.raw("/v1/messages").post(request(""));

        RawClaude.Answer refused = target.raw("/v1/messages").post(request(""));
        assertThat(refused.verdict())
                .isEqualTo("429 rate_limit_error: This request would exceed your organization's rate limit.");
        assertThat(refused.header("retry-after")).isEqualTo("41");
        assertThat(refused.header("x-should-retry")).isEqualTo("true");

        clock.advance(Duration.ofSeconds(41));
        assertThat(target.raw("/v1/messages").post(request("")).status()).isEqualTo(200);
    }

    @Test
    void an_error_has_its_type_its_message_and_the_requests_id() {
        RawClaude.Answer answer = target.raw("/v1/messages").post("{");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("type").asText()).isEqualTo("error");
        assertThat(answer.verdict()).startsWith("400 invalid_request_error: The request body is not valid JSON:");
        assertThat(answer.json().path("request_id").asText()).isEqualTo(answer.header("request-id"));
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
        assertThat(answer.header("server")).isEqualTo("stagedoor-sandbox");
    }

    @Test
    void a_key_or_a_bearer_token_is_needed() {
        RawClaude none = new RawClaude(claude.url(), "/v1/models").header("anthropic-version", "2023-06-01");
        assertThat(none.get().verdict()).isEqualTo("401 authentication_error: x-api-key header is required");
        assertThat(none.header("authorization", "Bearer nobody").get().verdict())
                .isEqualTo("401 authentication_error: Invalid bearer token");
        assertThat(none.header("authorization", "Bearer " + KEY).get().status()).isEqualTo(200);
        assertThat(none.header("x-api-key", "nobody").get().verdict())
                .isEqualTo("401 authentication_error: invalid x-api-key");
    }

    @Test
    void another_path_or_method_does_not_exist() {
        assertThat(target.raw("/v1/nowhere").get().verdict()).isEqualTo("404 not_found_error: Not Found");
        assertThat(target.raw("/v1/messages").get().verdict())
                .isEqualTo("405 invalid_request_error: Method Not Allowed");
        assertThat(target.raw("/v1/models").post("{}").verdict())
                .isEqualTo("405 invalid_request_error: Method Not Allowed");
    }

    @Test
    void a_request_above_32_mib_is_too_large() {
        String body = request("\"metadata\":{\"user_id\":\"" + "x".repeat(32 * 1024 * 1024) + "\"}");
        assertThat(target.raw("/v1/messages").post(body).verdict())
                .isEqualTo("413 request_too_large: Request exceeds the maximum size");
        assertThat(claude.calls().last().size()).isZero();
    }

    @Test
    void the_models_come_in_pages() {
        assertThat(target.raw("/v1/models?limit=1").get().body()).isEqualTo("""
                {"data":[{"type":"model","id":"claude-opus-5-5","display_name":"Claude Opus 5.5",\
                "created_at":"2026-09-22T00:00:00Z","max_input_tokens":1000000,"max_tokens":128000}],\
                "has_more":true,"first_id":"claude-opus-5-5","last_id":"claude-opus-5-5"}""");
        assertThat(target.raw("/v1/models?after_id=claude-opus-4-5-20251101&limit=2")
                        .get()
                        .json()
                        .path("has_more")
                        .asBoolean())
                .isFalse();
        assertThat(target.raw("/v1/models/claude-haiku-4-5")
                        .get()
                        .json()
                        .path("display_name")
                        .asText())
                .isEqualTo("Claude Haiku 4.5");
        assertThat(target.raw("/v1/models/nobody").get().verdict()).isEqualTo("404 not_found_error: model: nobody");
    }

    private static String request(String more) {
        return """
                {"model":"claude-haiku-4-5","max_tokens":50,"messages":[{"role":"user","content":"Hello there"}]%s}""".formatted(more.isEmpty() ? "" : "," + more);
    }
}
