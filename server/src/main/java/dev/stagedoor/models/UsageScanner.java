// SPDX-License-Identifier: Apache-2.0
package dev.stagedoor.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stagedoor.budgets.TokenUsage;
import dev.stagedoor.json.Json;
import dev.stagedoor.kernel.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a streamed message used, while its bytes are passed on. It keeps a line at a time, and of a long one only
 * the beginning.
 */
final class UsageScanner {
    /** Longer than a line that says what was used; pieces of text and of tools may be longer, and are only counted. */
    private static final int LONGEST_LINE = 64 * 1024;

    private static final String EVENT = "event:";
    private static final String DATA = "data:";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private String event = "";
    private TokenUsage tokens = TokenUsage.NONE;
    private long pieces;
    private boolean known;

    void on(byte[] bytes, int length) {
        int begin = 0;
        for (int at = 0; at < length; at++) {
            if (bytes[at] == '\n') {
                keep(bytes, begin, at);
                ended();
                begin = at + 1;
            }
        }
        keep(bytes, begin, length);
    }

    private void keep(byte[] bytes, int from, int to) {
        int most = Math.min(to - from, LONGEST_LINE - line.size());
        line.write(bytes, from, most);
    }

    private void ended() {
        if (line.size() > EVENT.length()) {
            on(line.toString(StandardCharsets.UTF_8).stripTrailing());
        }
        line.reset();
    }

    private void on(String whole) {
        if (whole.startsWith(EVENT)) {
            event = whole.substring(EVENT.length()).strip();
            pieces += event.equals("content_block_delta") ? 1 : 0;
        } else if (whole.startsWith(DATA) && (event.equals("message_start") || event.equals("message_delta"))) {
            String json = whole.substring(DATA.length());
            tokens = event.equals("message_start") ? of(json, "/message/usage") : of(json, "/usage");
        }
    }

    private TokenUsage of(String json, String at) {
        try {
            JsonNode usage = Json.read(json, JsonNode.class).at(at);
            known |= usage.isObject();
            return of(usage, tokens);
        } catch (Problem notJson) {
            return tokens;
        }
    }

    /** A usage object; what it does not say stays as it was. */
    static TokenUsage of(JsonNode usage, TokenUsage before) {
        return TokenUsage.told(
                usage.path("input_tokens").asLong(before.input()),
                usage.path("output_tokens").asLong(before.output()),
                usage.path("cache_creation_input_tokens").asLong(before.cacheWritten()),
                usage.path("cache_read_input_tokens").asLong(before.cacheRead()));
    }

    /** Whether the provider has said anything about what was used. */
    boolean isKnown() {
        return known;
    }

    /** What was used so far. A message that was cut off says nothing of its end: then each piece is one token at least. */
    TokenUsage tokens() {
        return new TokenUsage(
                tokens.input(), Math.max(tokens.output(), pieces), tokens.cacheWritten(), tokens.cacheRead());
    }
}
