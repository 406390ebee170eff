// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API refuses, and in which words. */
class RequestCheckTest {
    private static final String OLD = "claude-haiku-4-5";
    private static final String NEW = "claude-opus-5-5";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "model":"claude-haiku-4-5"                    | max_tokens: Field required
            "max_tokens":5                                | model: Field required
            "model":5,"max_tokens":5                      | model: Input should be a valid string
            "model":"claude-haiku-4-5","max_tokens":"5"   | max_tokens: Input should be a valid integer
            "model":"claude-haiku-4-5","max_tokens":0     | max_tokens: Input should be greater than or equal to 1
            "model":"claude-haiku-4-5","max_tokens":64001 | max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5-20251001
            """)
    void the_model_and_max_tokens_are_needed(String fields, String message) {
        assertThat(refusal("{" + fields + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                .isEqualTo("400 " + message);
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertThat(refusal(request("claude-nobody", "\"Hi\"", ""))).isEqualTo("404 model: claude-nobody");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            claude-haiku-4-5 | "temperature":1.1           | temperature: range: 0..1
            claude-haiku-4-5 | "temperature":"warm"        | temperature: Input should be a valid number
            claude-haiku-4-5 | "temperature":1,"top_p":0.9 | `temperature` and `top_p` cannot both be specified for this model. Please use only one.
            claude-opus-5-5  | "temperature":0.5           | `temperature` is deprecated for this model.
            claude-sonnet-5  | "top_p":0.5                 | `top_p` is deprecated for this model.
            claude-opus-4-7  | "top_k":5                   | `top_k` is deprecated for this model.
            claude-haiku-4-5 | "temprature":1              | temprature: Extra inputs are not permitted
            claude-haiku-4-5 | "stream":"yes"              | stream: Input should be a valid boolean
            claude-haiku-4-5 | "stop_sequences":[" "]      | stop_sequences: each stop sequence must contain non-whitespace
            claude-haiku-4-5 | "tool_choice":{"type":"auto"} | tool_choice may only be specified while providing tools.
            claude-haiku-4-5 | "tools":[{"name":"a b","input_schema":{"type":"object"}}] | tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'
            claude-haiku-4-5 | "tools":[{"name":"a"}]      | tools.0.custom.input_schema: Field required
            claude-haiku-4-5 | "tools":[{"name":"a","input_schema":{"type":"string"}}] | tools.0.custom.input_schema.type: Input should be 'object'
            claude-opus-5-5  | "tools":[{"name":"a","input_schema":{"type":"object"}}],"tool_choice":{"type":"any"} | tool_choice: type "tool" and "any" are not supported for this model.
            """)
    void a_setting_has_its_range_and_its_models(String model, String setting, String message) {
        assertThat(refusal(request(model, "\"Hi\"", "," + setting))).isEqualTo("400 " + message);
    }

    @Test
    void the_newest_models_take_the_default_of_a_sampling_setting() {
        assertThat(refusal(request(NEW, "\"Hi\"", ",\"temperature\":1.0,\"top_p\":0.99")))
                .isEmpty();
        assertThat(refusal(request(OLD, "\"Hi\"", ",\"temperature\":0.2"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            []                                        | messages: at least one message is required
            [{"content":"Hi"}]                        | messages.0.role: Field required
            [{"role":"robot","content":"Hi"}]         | messages.0.role: Input should be 'user' or 'assistant'
            [{"role":"system","content":"Hi"}]        | messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.
            [{"role":"user"}]                         | messages.0.content: Field required
            [{"role":"user","content":""}]            | messages.0: user messages must have non-empty content
            [{"role":"user","content":[]}]            | messages.0: user messages must have non-empty content
            [{"role":"assistant","content":[]},{"role":"user","content":"Hi"}] | messages.0: all messages must have non-empty content except for the optional final assistant message
            [{"role":"user","content":[{"type":"text","text":""}]}]  | messages: text content blocks must be non-empty
            [{"role":"user","content":[{"type":"text","text":" "}]}] | messages: text content blocks must contain non-whitespace text
            [{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/tiff","data":"AAAA"}}]}] | messages.0.content.0.image.source.base64.media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or 'image/webp'
            [{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"no base64!"}}]}] | messages.0.content.0.image.source.base64.data: Invalid base64 data
            [{"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1"}]}] | messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1. Each `tool_result` block must have a corresponding `tool_use` block in the previous message.
            [{"role":"user","content":"Hi"},{"role":"assistant","content":"So "}] | messages: final assistant content cannot end with trailing whitespace
            """)
    void a_conversation_has_its_form(String messages, String message) {
        assertThat(refusal("{\"model\":\"" + OLD + "\",\"max_tokens\":5,\"messages\":" + messages + "}"))
                .isEqualTo("400 " + message);
    }

    @Test
    void only_older_models_take_the_beginning_of_their_answer() {
        String messages = "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"So\"}]";
        assertThat(refusal("{\"model\":\"" + OLD + "\",\"max_tokens\":5,\"messages\":" + messages + "}"))
                .isEmpty();
        assertThat(refusal("{\"model\":\"" + NEW + "\",\"max_tokens\":5,\"messages\":" + messages + "}"))
                .isEqualTo("400 This model does not support assistant message prefill. The conversation must end with"
                        + " a user message.");
    }

    @Test
    void an_image_may_be_large_but_not_too_large() {
        assertThat(refusal(request(OLD, image(1_000_000), ""))).isEmpty();
        assertThat(refusal(request(OLD, image(5_000_000), "")))
                .contains("image exceeds 5 MB maximum: 6666668 bytes > 5242880 bytes");
    }

    @Test
    void a_prompt_must_fit_into_the_models_context() {
        assertThat(refusal(request(OLD, "\"" + "word ".repeat(200_000) + "\"", "")))
                .isEqualTo("400 prompt is too long: 200004 tokens > 200000 maximum");
    }

    @Test
    void at_most_four_blocks_are_cached() {
        String block = "{\"type\":\"text\",\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}}";
        assertThat(refusal(request(OLD, "[" + (block + ",").repeat(4) + block + "]", "")))
                .isEqualTo("400 A maximum of 4 blocks with cache_control may be provided. Found 5.");
    }

    @Test
    void counting_needs_no_max_tokens_and_takes_no_settings() throws ApiError {
        String request = "{\"model\":\"" + OLD + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]";
        RequestCheck.check(RawClaude.json(request + "}"), true);
        assertThat(refusal(request + ",\"max_tokens\":5}", true))
                .isEqualTo("400 max_tokens: Extra inputs are not permitted");
    }

    private static String image(int bytes) {
        return "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\""
                + Base64.getEncoder().encodeToString(new byte[bytes]) + "\"}},{\"type\":\"text\",\"text\":\"What?\"}]";
    }

    private static String request(String model, String content, String more) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":" + content
                + "}]" + more + "}";
    }

    private static String refusal(String body) {
        return refusal(body, false);
    }

    /** Status and message, or empty if the request is accepted. */
    private static String refusal(String body, boolean counting) {
        try {
            RequestCheck.check(RawClaude.json(body), counting);
            return "";
        } catch (ApiError error) {
            return error.status() + " " + error.getMessage();
        }
    }
}
