// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.sandbox.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.sandbox.claude.Reply.Usage;
import org.junit.jupiter.api.Test;

/** What the sandbox says without a script. */
class ComposerTest {
    private static final String TOOLS = """
            "tools":[{"name":"first","input_schema":{"type":"object"}},
            {"name":"plan","input_schema":{"type":"object","properties":{"worker":{"enum":["Ann","Bob"]}}}}]""";

    private final Composer composer = new Composer(new Ids(1));

    @Test
    void it_quotes_the_last_message_in_the_role_of_the_system_prompt() {
        assertThat(text("\"system\":\"You are a critic. Be brief.\",\"messages\":[" + user("\"Go\\n on.\"") + "]"))
                .isEqualTo("[You are a critic] Sandbox answer to: \"Go on.\"");
        assertThat(text("\"messages\":[" + user("\"Hi\"") + "," + user("\"" + "long ".repeat(99) + "\"") + "]"))
                .isEqualTo("[claude-haiku-4-5] Sandbox answer to: \"" + "long ".repeat(32) + "…\"");
    }

    @Test
    void it_has_seen_images_and_the_results_of_tools() {
        assertThat(text("\"messages\":[" + user("""
                                [{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                                {"type":"text","text":"What is it?"}]""") + "]")).endsWith("\"What is it?\" (1 image)");
        assertThat(text("\"messages\":[" + user("[{\"type\":\"tool_result\",\"content\":\"42\"}]") + "]"))
                .endsWith("\"42\"");
    }

    @Test
    void it_calls_the_tool_it_has_to_and_no_other() {
        String ask = ",\"messages\":[" + user("\"Plan\"") + "],\"tool_choice\":{\"type\":";
        JsonNode named = content(TOOLS + ask + "\"tool\",\"name\":\"plan\"}");
        assertThat(named.path("name").asText()).isEqualTo("plan");
        assertThat(named.path("input").toString()).isEqualTo("{\"worker\":\"Ann\"}");
        assertThat(content(TOOLS + ask + "\"any\"}").path("name").asText()).isEqualTo("first");
        assertThat(content(TOOLS + ask + "\"auto\"}").path("type").asText()).isEqualTo("text");
    }

    @Test
    void it_answers_json_where_the_format_is_a_schema() {
        assertThat(text("\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\","
                        + "\"properties\":{\"done\":{\"type\":\"boolean\"}}}}},\"messages\":[" + user("\"Go\"") + "]"))
                .isEqualTo("{\"done\":true}");
    }

    @Test
    void a_tool_call_that_max_tokens_cuts_has_no_input() {
        JsonNode message = message(
                "\"messages\":[" + user("\"Go\"") + "]", 1, Answer.tool("plan", "{\"steps\":[\"one\",\"two\"]}"));
        assertThat(message.path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(message.path("content").path(0).path("input").toString()).isEqualTo("{}");
    }

    @Test
    void a_text_is_the_sum_of_its_tokens() {
        String text = " A sentence, an 🙂 emoji🙂🙂🙂, and a verylongwordindeed.\n\nEnd ";
        assertThat(String.join("", Tokens.split(text))).isEqualTo(text);
        assertThat(Tokens.split(text))
                .hasSize(Tokens.count(text))
                .allMatch(token -> token.strip().length() <= 7);
        assertThat(Tokens.split("aaaaa🙂b")).containsExactly("aaaaa🙂", "b");
    }

    private String text(String fields) {
        return content(fields).path("text").asText();
    }

    private JsonNode content(String fields) {
        return message(fields, 100, Answer.echo()).path("content").path(0);
    }

    private JsonNode message(String fields, int maxTokens, Answer answer) {
        JsonNode body =
                RawClaude.json("{\"model\":\"claude-haiku-4-5\",\"max_tokens\":" + maxTokens + "," + fields + "}");
        return composer.compose(body, answer, new Usage(1, 0, 0, 0, 0)).json();
    }

    private static String user(String content) {
        return "{\"role\":\"user\",\"content\":" + content + "}";
    }
}
